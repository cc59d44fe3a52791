"""People as the rest of the product sees them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, F, Q, QuerySet

from tenants.accounts.enums import PersonStatus, Role
from tenants.accounts.models import User
from tenants.accounts.selectors.role import effective
from tenants.schemas import current_tenant

PAGE_SIZE = 50
_NEAR = 1_000
_SORTS: dict[str, tuple[Any, ...]] = {
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "email": (F("email").asc(nulls_last=True), "id"),
    "-email": (F("email").desc(nulls_last=True), "-id"),
    "joined": ("date_joined", "id"),
    "-joined": ("-date_joined", "-id"),
    "title": ("job_title", "name", "id"),
    "-title": ("-job_title", "-name", "-id"),
    "number": ("employee_id", "name", "id"),
    "-number": ("-employee_id", "-name", "-id"),
    "seen": (F("last_seen_at").asc(nulls_first=True), "id"),
    "-seen": (F("last_seen_at").desc(nulls_last=True), "-id"),
}
SORTS = tuple(_SORTS)


@dataclass(frozen=True)
class PersonInfo:
    """One person; moments are UTC."""

    id: UUID
    name: str
    email: str
    native_name: str
    native_language: str
    language: str
    job_title: str
    employee_id: str
    roles: frozenset[Role]
    granted: frozenset[Role]
    status: PersonStatus
    initials: str
    date_joined: datetime
    last_seen_at: datetime | None
    # Of a switched-off account: the one that goes on for this person.
    merged_into_id: UUID | None = None

    @property
    def display_name(self) -> str:
        """The name to show; the address of somebody who gave none."""
        return self.name or self.email

    @property
    def is_active(self) -> bool:
        """Whether the account is switched on."""
        return self.status != PersonStatus.INACTIVE


@dataclass(frozen=True)
class PeopleFilter:
    """What to look for.

    Args:
        search: part of a name, address, employee id or job title.
        role: people granted this role (LEARNER: everyone).
        status: where they stand.
        language: of their pages, as a code.
        joined_from, joined_before: whose account is from this moment on, and older than that (UTC).
        unseen_since: who was not here since that moment; who never was counts, too.
        never_seen: who never was here.
        without_email: who has no address to sign in with.
        among: only these people, such as the ids of a department; a query's values or a collection.
        outside: not these people.
        sort: one of SORTS.
    """

    search: str = ""
    role: Role | None = None
    status: PersonStatus | None = None
    language: str = ""
    joined_from: datetime | None = None
    joined_before: datetime | None = None
    unseen_since: datetime | None = None
    never_seen: bool = False
    without_email: bool = False
    among: "QuerySet[Any, Any] | Collection[UUID] | None" = field(default=None, compare=False)
    outside: "QuerySet[Any, Any] | Collection[UUID] | None" = field(default=None, compare=False)
    sort: str = "name"


def _never_joined() -> Q:
    return Q(last_login__isnull=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _status(user: User) -> PersonStatus:
    if not user.is_active:
        return PersonStatus.INACTIVE
    if user.last_login is None and not user.has_usable_password():
        return PersonStatus.INVITED
    return PersonStatus.ACTIVE


def person_info(user: User) -> PersonInfo:
    """Return one person as others see them."""
    granted = {Role(grant.role) for grant in user.role_grants.all()}
    return PersonInfo(
        id=user.id,
        name=user.name,
        email=user.email or "",
        native_name=user.native_name,
        native_language=user.native_language,
        language=user.language,
        job_title=user.job_title,
        employee_id=user.employee_id,
        roles=effective(granted, in_company=not current_tenant().is_public),
        granted=frozenset(granted),
        status=_status(user),
        initials=user.initials,
        date_joined=user.date_joined,
        last_seen_at=user.last_seen_at,
        merged_into_id=user.merged_into_id,
    )


def _matching(wanted: PeopleFilter) -> QuerySet[User]:
    # An account that was merged away is part of another one's history, nobody to be found.
    rows = User.objects.filter(merged_into__isnull=True)
    for word in wanted.search.lower().split()[:6]:
        rows = rows.filter(search_text__contains=word)
    if wanted.role is not None and wanted.role != Role.LEARNER:
        rows = rows.filter(role_grants__role=wanted.role)
    if wanted.status == PersonStatus.INACTIVE:
        rows = rows.filter(is_active=False)
    elif wanted.status == PersonStatus.INVITED:
        rows = rows.filter(_never_joined(), is_active=True)
    elif wanted.status == PersonStatus.ACTIVE:
        rows = rows.filter(is_active=True).exclude(_never_joined())
    rows = _in_time(rows, wanted)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.without_email:
        rows = rows.filter(email__isnull=True)
    if wanted.among is not None:
        rows = rows.filter(id__in=wanted.among)
    if wanted.outside is not None:
        rows = rows.exclude(id__in=wanted.outside)
    return rows


def _in_time(rows: QuerySet[User], wanted: PeopleFilter) -> QuerySet[User]:
    if wanted.joined_from is not None:
        rows = rows.filter(date_joined__gte=wanted.joined_from)
    if wanted.joined_before is not None:
        rows = rows.filter(date_joined__lt=wanted.joined_before)
    if wanted.unseen_since is not None:
        rows = rows.filter(Q(last_seen_at__lt=wanted.unseen_since) | Q(last_seen_at__isnull=True))
    return rows.filter(last_seen_at__isnull=True) if wanted.never_seen else rows


def count_people(wanted: PeopleFilter) -> int:
    """Return how many people match."""
    return _matching(wanted).count()


def count_by_status(wanted: PeopleFilter) -> dict[PersonStatus, int]:
    """Return how many people match in each status, whichever the filter asks for. One query."""
    rows = _matching(replace(wanted, status=None))
    return {
        PersonStatus(status): number
        for status, number in rows.aggregate(
            active=Count("id", filter=Q(is_active=True) & ~_never_joined()),
            invited=Count("id", filter=Q(is_active=True) & _never_joined()),
            inactive=Count("id", filter=Q(is_active=False)),
        ).items()
    }


def people(
    wanted: PeopleFilter, *, offset: int = 0, limit: int | None = PAGE_SIZE, total: int = 0
) -> list[PersonInfo]:
    """Return the people who match, sorted; two queries on the first pages, three on later ones.

    Args:
        wanted: whom to look for.
        offset: how many to pass over.
        limit: how many to return at most; None for all.
        total: how many there are, when known: a page near the end is then read from the end.
    """
    order = _SORTS[wanted.sort]
    if limit is None or offset < _NEAR:
        rows = _matching(wanted).defer("search_text").prefetch_related("role_grants")
        rows = rows.order_by(*order)
        return [person_info(user) for user in (rows[offset : offset + limit] if limit else rows)]
    # Ids first: passing over thousands of people is cheap in an index, not in whole rows.
    ids = _matching(wanted).order_by(*order).values_list("id", flat=True)
    if total and offset > total // 2:
        last = max(0, total - offset)
        chosen = list(ids.reverse()[max(0, last - limit) : last])[::-1]
    else:
        chosen = list(ids[offset : offset + limit])
    found = people_by_id(chosen)
    return [found[one] for one in chosen]


def people_in_batches(wanted: PeopleFilter, *, size: int) -> Iterator[list[PersonInfo]]:
    """Yield all people who match, sorted, a batch at a time; inside a transaction."""
    rows = _matching(wanted).prefetch_related("role_grants").order_by(*_SORTS[wanted.sort])
    batch: list[PersonInfo] = []
    for user in rows.defer("search_text").iterator(chunk_size=size):
        batch.append(person_info(user))
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def people_ids(wanted: PeopleFilter) -> list[UUID]:
    """Return the ids of all people who match, by id. One query."""
    return list(_matching(wanted).order_by("id").values_list("id", flat=True))


def person(person_id: UUID) -> PersonInfo | None:
    """Return one person of the entered schema, or None."""
    user = User.objects.prefetch_related("role_grants").filter(id=person_id).first()
    return person_info(user) if user else None


def people_by_id(ids: Iterable[UUID]) -> dict[UUID, PersonInfo]:
    """Return people by their ids; unknown ids are left out."""
    users = (
        User.objects.defer("search_text").prefetch_related("role_grants").filter(id__in=list(ids))
    )
    return {user.id: person_info(user) for user in users}


def people_by_email(addresses: Iterable[str]) -> dict[str, PersonInfo]:
    """Return people by their addresses in lower case; unknown addresses are left out."""
    wanted = [address.strip().lower() for address in addresses]
    users = User.objects.prefetch_related("role_grants").filter(email__in=wanted)
    return {user.email or "": person_info(user) for user in users}


def people_by_employee_id(numbers: Iterable[str]) -> dict[str, PersonInfo]:
    """Return people by their employee ids; unknown ones are left out."""
    wanted = [number for number in numbers if number]
    users = User.objects.prefetch_related("role_grants").filter(employee_id__in=wanted)
    return {user.employee_id: person_info(user) for user in users}


def owners_left(without: UUID) -> int:
    """Return how many active owners there are besides one person."""
    return (
        User.objects.filter(role_grants__role=Role.OWNER, is_active=True)
        .exclude(id=without)
        .count()
    )
