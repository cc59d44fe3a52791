"""Career paths in a list for those who write them: search, filters, order, counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from learning.catalogue.enums import CareerLevel, Language, PathStatus
from learning.catalogue.models import CareerPath, PathStep

PATHS_PAGE_SIZE = 25
_SORTS = {
    "order": ("language", "position"),
    "title": ("title",),
    "level": ("level", "position"),
    "changed": ("updated_at",),
}


@dataclass(frozen=True, slots=True)
class PathFilter:
    """What was asked for; empty means all, an unknown order is the paths' own."""

    search: str = ""
    status: str = ""
    level: str = ""
    language: str = ""
    sort: str = "order"


@dataclass(frozen=True, slots=True)
class PathRow:
    """One path in the list."""

    id: UUID
    slug: str
    title: str
    level_label: str
    language: str
    language_label: str
    status: str
    steps: int
    updated_at: datetime


def find_paths(wanted: PathFilter) -> "QuerySet[CareerPath]":
    """Return the paths that match, in order; a page of them is one query."""
    rows = _found(wanted)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    name = wanted.sort.removeprefix("-")
    fields = _SORTS.get(name, _SORTS["order"])
    back = wanted.sort.startswith("-") and name in _SORTS
    rows = rows.annotate(steps_total=Count("steps", filter=Q(steps__deleted_at=None)))
    return rows.order_by(*(f"-{one}" if back else one for one in fields), "id")


def count_paths(wanted: PathFilter) -> dict[str, int]:
    """Return how many match by status, leaving the status itself out. One query."""
    return dict(_found(wanted).order_by().values_list("status").annotate(number_of=Count("id")))


def path_row(row: CareerPath) -> PathRow:
    """Return one line of `find_paths`."""
    return PathRow(
        id=row.id,
        slug=row.slug,
        title=row.title,
        level_label=str(CareerLevel(row.level).label),
        language=row.language,
        language_label=str(Language(row.language).label),
        status=PathStatus(row.status).value,
        steps=row.steps_total,  # type: ignore[attr-defined]
        updated_at=row.updated_at,
    )


def _found(wanted: PathFilter) -> "QuerySet[CareerPath]":
    rows = CareerPath.objects.all()
    if text := " ".join(wanted.search.replace("\x00", "").split())[:100]:
        steps = PathStep.objects.filter(title__icontains=text, deleted_at=None)
        rows = rows.filter(Q(title__icontains=text) | Q(id__in=steps.values("path_id")))
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    return rows
