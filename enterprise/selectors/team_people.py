"""The people of departments with what each adds up to, made from the rows of the read model."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from enterprise.enums import Status
from enterprise.models import Membership
from enterprise.status import RANK, rank_sql
from tenants.kernel.statements import one_of

NONE_GIVEN = "none"
_VIA = "user__course_statuses__"
_SORTS = {
    "worst": (
        F("worst").asc(nulls_last=True),
        F("next_due").asc(nulls_last=True),
        "user__name",
        "user_id",
    ),
    "name": ("user__name", "user_id"),
    "-name": ("-user__name", "-user_id"),
    "due": (F("next_due").asc(nulls_last=True), "user__name", "user_id"),
    "-due": (F("next_due").desc(nulls_last=True), "user__name", "user_id"),
    "progress": (F("share").asc(nulls_last=True), "user__name", "user_id"),
    "-progress": (F("share").desc(nulls_last=True), "user__name", "user_id"),
}
SORTS = tuple(_SORTS)


def people_of(department_ids: Collection[UUID], now: datetime) -> "QuerySet[Any]":
    """Return the active members of some departments with `worst` rank, `next_due` date and `share` in ‰."""
    given = Q(**{f"{_VIA}assignment__isnull": False})
    is_open = given & Q(**{f"{_VIA}completed_at__isnull": True})
    return Membership.objects.filter(
        department_id__in=one_of(department_ids), user__is_active=True
    ).annotate(
        worst=Min(rank_sql(now, via=_VIA), filter=given),
        next_due=Min(f"{_VIA}due_at", filter=is_open),
        share=1000
        * Coalesce(Sum(f"{_VIA}lessons_done", filter=given), 0)
        / Greatest(Coalesce(Sum(f"{_VIA}lessons_total", filter=given), 0), 1),
    )


def with_status(people: "QuerySet[Any]", status: str) -> "QuerySet[Any]":
    """Return those whose worst is a status, or who were given nothing; everybody for an empty one."""
    if status == NONE_GIVEN:
        return people.filter(worst__isnull=True)
    return people.filter(worst=RANK[Status(status)]) if status in Status.values else people


def in_order(people: "QuerySet[Any]", sort: str) -> "QuerySet[Any]":
    """Return them sorted; the worst first where the order makes no sense."""
    return people.order_by(*_SORTS.get(sort, _SORTS["worst"]))
