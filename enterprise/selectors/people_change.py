"""A change of many people as the admin sees it: whom, what it would do, what it did."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprise.models import ChangeState, Department, Membership, PeopleChange
from enterprise.selectors.leaving import teams_of_managers
from tenants.accounts.api import Role, User, seat_usage

_NAMED = 12


@dataclass(frozen=True)
class ChangeInfo:
    """One change of many. `lines` say in words what it does."""

    id: UUID
    state: str
    count: int
    position: int
    done: int
    refused: tuple[tuple[str, str], ...]
    refused_count: int
    error: str
    back: str
    wanted: dict[str, Any]
    lines: tuple[str, ...]
    undoable: bool

    @property
    def percent(self) -> int:
        """How far the job is."""
        return min(99, 100 * self.position // max(1, self.count))


@dataclass(frozen=True)
class Preview:
    """What a drafted change would do: sentences with counts, what stands in the way, and some names."""

    effects: tuple[str, ...]
    obstacles: tuple[str, ...]
    names: tuple[str, ...]


def change_info(change_id: UUID, *, actor: User) -> ChangeInfo | None:
    """Return somebody's own change, or None. At most two queries."""
    row = PeopleChange.objects.filter(id=change_id, created_by=actor).first()
    if row is None:
        return None
    return ChangeInfo(
        id=row.id,
        state=row.state,
        count=len(row.person_ids),
        position=row.position,
        done=row.done_count,
        refused=tuple((name, reason) for name, reason in row.refused),
        refused_count=row.refused_count,
        error=row.error,
        back=row.back,
        wanted=row.wanted,
        lines=tuple(_lines(row.wanted)),
        undoable=row.state == ChangeState.DONE
        and any(key != "invited" for before in row.before.values() for key in before),
    )


def preview(change_id: UUID, *, actor: User) -> Preview:
    """Count what a draft of the actor's would do as things are now. A handful of queries."""
    row = PeopleChange.objects.get(id=change_id, created_by=actor)
    ids = [UUID(one) for one in row.person_ids]
    people = User.objects.filter(id__in=ids)
    effects, obstacles = [], []
    for key, value in row.wanted.items():
        same, told = _effect(key, value, ids, len(ids))
        effects.append(told)
        if same:
            effects.append(
                ngettext("%(n)d is so already.", "%(n)d are so already.", same) % {"n": same}
            )
    if row.wanted.get("active") is False:
        obstacles += _leaving(ids, actor)
    if row.wanted.get("active") is True:
        usage, needed = seat_usage(), people.filter(is_active=False).count()
        if usage is not None and needed > usage.free:
            obstacles.append(
                _("%(n)d seats are needed and %(free)d are free: the rest stay switched off.")
                % {"n": needed, "free": usage.free}
            )
    if row.wanted.get("invite"):
        nomail = people.filter(email__isnull=True).count()
        if nomail:
            obstacles.append(
                ngettext("%(n)d has no e-mail address.", "%(n)d have no e-mail address.", nomail)
                % {"n": nomail}
            )
    names = people.order_by("name", "id")[:_NAMED]
    return Preview(tuple(effects), tuple(obstacles), tuple(one.display_name for one in names))


def _leaving(ids: list[UUID], actor: User) -> list[str]:
    told = []
    if actor.id in ids:
        told.append(_("You are among them; you stay."))
    alone = [row.name for row in teams_of_managers(ids) if row.active_managers <= 1]  # type: ignore[attr-defined]
    if alone:
        told.append(
            _("Who alone manages %(teams)s stays until these are handed over.")
            % {"teams": ", ".join(alone[:10])}
        )
    return told


def _effect(key: str, value: Any, ids: list[UUID], count: int) -> tuple[int, str]:
    """Return how many are as wanted already, and what happens to the others, in words."""
    people = User.objects.filter(id__in=ids)
    same = 0
    if key == "department_id":
        members = Membership.objects.filter(user_id__in=ids)
        same = (
            count - members.count()
            if value == "none"
            else members.filter(department_id=value).count()
        )
    elif key == "language":
        same = people.filter(language=value).count()
    elif key == "add_role":
        same = people.filter(role_grants__role=value).count()
    elif key == "remove_role":
        same = count - people.filter(role_grants__role=value).count()
    elif key == "active":
        same = people.filter(is_active=bool(value)).count()
    elif key == "invite":
        same = people.filter(~Q(last_login__isnull=True)).count()
    left = count - same
    return (
        same,
        f"{_lines({key: value})[0]}: {ngettext('%(n)d person', '%(n)d people', left) % {'n': left}}",
    )


def _lines(wanted: dict[str, Any]) -> list[str]:
    told = []
    for key, value in wanted.items():
        if key == "department_id":
            team = (
                None
                if value == "none"
                else Department.objects.filter(id=value).values_list("name", flat=True).first()
            )
            told.append(_("Into the team %(team)s") % {"team": team} if team else _("Into no team"))
        elif key == "add_role":
            told.append(_("Becomes %(role)s") % {"role": Role(value).label})
        elif key == "remove_role":
            told.append(_("No longer %(role)s") % {"role": Role(value).label})
        elif key == "language":
            told.append(
                _("Page language: %(language)s") % {"language": value or _("the company’s")}
            )
        elif key == "active":
            told.append(
                _("Switched on again") if value else _("Deactivated, signed out everywhere")
            )
        elif key == "invite":
            told.append(_("Gets an invitation"))
    return told
