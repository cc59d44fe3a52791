"""One change of many people: drafted, counted, carried out batch by batch, and taken back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import ChangeState, Department, Membership, PeopleChange
from enterprise.services.leaving import deactivate_member
from enterprise.services.people import invite_known
from enterprise.services.placement import place_person
from tenants.accounts.api import (
    Role,
    User,
    change_language,
    person,
    reactivate_person,
    set_roles,
)
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing
from tenants.kernel.jobs import enqueue

# More people than this are changed by a job.
AT_ONCE = 200
MOST_PEOPLE = 100_000
_BATCH = 100
_MOST_REASONS = 200
NO_TEAM = "none"
KEYS = ("department_id", "add_role", "remove_role", "language", "active", "invite")


def draft_change(
    *,
    person_ids: Sequence[UUID],
    actor: User,
    within: Sequence[UUID] | None = None,
    back: str = "",
) -> PeopleChange:
    """Hold on to whom a change is for, before it is said what it is.

    Args:
        person_ids: whom it is for.
        actor: who drafts it.
        within: the departments whose people exist for the actor; None for everybody.
        back: where they came from.

    Raises:
        Invalid: when nobody is chosen.
        Missing: when one of them does not exist, or is none of the actor's.

    """
    ids = sorted(set(person_ids))
    if not ids:
        raise Invalid(_("Tick at least one person first."), field="selected")
    known = User.objects.filter(id__in=ids)
    if within is not None:
        known = known.filter(membership__department_id__in=within)
    if known.count() != len(ids):
        raise Missing(_("There is no such person."))
    return PeopleChange.objects.create(
        person_ids=[str(one) for one in ids[:MOST_PEOPLE]],
        created_by=actor,
        created_at=now(),
        back=back[:1000],
    )


def say_change(*, change_id: UUID, wanted: dict[str, Any], actor: User) -> PeopleChange:
    """Say what a drafted change does.

    Args:
        change_id: a draft of the actor's.
        wanted: `department_id` (or NO_TEAM), `add_role`, `remove_role`, `language`, `active` (bool),
            `invite` (True); at least one of them.
        actor: who drafted it.

    Raises:
        Missing: when there is no such draft of theirs.
        Conflict: when it was carried out already.
        Invalid: when nothing is to be changed.

    """
    with transaction.atomic():
        row = _locked(change_id, actor)
        if row.state != ChangeState.DRAFT:
            raise Conflict(_("This change was carried out already."))
        row.wanted = {key: wanted[key] for key in KEYS if key in wanted}
        if not row.wanted:
            raise Invalid(_("Choose at least one thing to change."))
        row.save(update_fields=["wanted"])
    return row


def start_change(*, change_id: UUID, actor: User) -> PeopleChange:
    """Carry a change out: at once, or by a job when it is for many.

    Raises:
        Missing, Conflict, Invalid: as `say_change` does.

    """
    with transaction.atomic():
        row = _locked(change_id, actor)
        if row.state != ChangeState.DRAFT:
            raise Conflict(_("This change was carried out already."))
        if not row.wanted:
            raise Invalid(_("Choose at least one thing to change."))
        if len(row.person_ids) > AT_ONCE:
            row.state, row.error = ChangeState.RUNNING, ""
            row.save(update_fields=["state", "error"])
            enqueue("enterprise.run_people_change", change_id=row.id)
            return row
        _next(row, actor, len(row.person_ids))
        _finish(row, actor)
    return row


def run_change(*, change_id: UUID) -> None:
    """Do what `start_change` put off, a batch a transaction; a repeat goes on where it stopped."""
    going = True
    while going:
        with transaction.atomic():
            row = PeopleChange.objects.select_for_update().get(id=change_id)
            if row.state != ChangeState.RUNNING:
                return
            actor = User.objects.get(id=row.created_by_id)
            _next(row, actor, _BATCH)
            going = row.position < len(row.person_ids)
            if not going:
                _finish(row, actor)


def change_failed(*, change_id: UUID) -> None:
    """Tell that a change stopped half-way; what was done can be taken back."""
    PeopleChange.objects.filter(id=change_id, state=ChangeState.RUNNING).update(
        state=ChangeState.DONE,
        finished_at=now(),
        error=_("The change broke off unexpectedly. The people after that stayed as they were."),
    )


def undo_change(*, change_id: UUID, actor: User) -> int:
    """Put back what a change did, where it still stands as the change left it.

    Returns:
        How many people are as they were.

    Raises:
        Missing: when there is no such change of theirs.
        Conflict: when it is not carried out, or taken back already.

    """
    with transaction.atomic():
        row = _locked(change_id, actor)
        if row.state != ChangeState.DONE:
            raise Conflict(_("There is nothing to take back."))
        back = 0
        for key in sorted(row.before):
            try:
                with transaction.atomic():
                    _restore(UUID(key), row.before[key], row.wanted, actor)
                    back += 1
            except DomainError:
                # Somebody who may not be changed back stays as the change left them.
                continue
        row.state = ChangeState.UNDONE
        row.save(update_fields=["state"])
        audit.record(
            "people.change_undone", actor=actor, target_id=row.id, changes={"people": back}
        )
    return back


def _next(row: PeopleChange, actor: User, count: int) -> None:
    for key in row.person_ids[row.position : row.position + count]:
        person_id = UUID(key)
        try:
            with transaction.atomic():
                before = _apply(person_id, row.wanted, actor)
        except DomainError as error:
            row.refused_count += 1
            if len(row.refused) < _MOST_REASONS:
                found = person(person_id)
                row.refused.append([found.display_name if found else "", error.message])
        else:
            if before:
                row.before[key] = before
                row.done_count += 1
    row.position = min(len(row.person_ids), row.position + count)
    row.save()


def _finish(row: PeopleChange, actor: User) -> None:
    row.state, row.finished_at = ChangeState.DONE, now()
    row.save(update_fields=["state", "finished_at"])
    audit.record(
        "people.changed_together",
        actor=actor,
        target_id=row.id,
        changes={"people": row.done_count, "wanted": _named(row.wanted)},
    )


def _named(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what was wanted with the team's name beside its id, as it is called now."""
    team = wanted.get("department_id")
    if team is None:
        return wanted
    if team == NO_TEAM:
        return {"without_team": True, **wanted}
    return {"department": Department.objects.get(id=team).name, **wanted}


def _apply(person_id: UUID, wanted: dict[str, Any], actor: User) -> dict[str, Any]:
    """Change one person; return what was before, of what is different now."""
    before: dict[str, Any] = {}
    info = person(person_id)
    if info is None:
        raise Missing(_("There is no such person."))
    if wanted.get("active") is True and reactivate_person(person_id=person_id, actor=actor):
        before["active"] = False
    if "department_id" in wanted:
        place = Membership.objects.filter(user_id=person_id).values_list("department_id").first()
        target = None if wanted["department_id"] == NO_TEAM else UUID(wanted["department_id"])
        if place_person(user_id=person_id, department_id=target, actor=actor):
            before["department_id"] = str(place[0]) if place else NO_TEAM
    granted = set(info.granted)
    added = {Role(wanted["add_role"])} if wanted.get("add_role") else set()
    removed = {Role(wanted["remove_role"])} if wanted.get("remove_role") else set()
    roles = (granted | added) - removed
    if roles != granted and set_roles(person_id=person_id, roles=sorted(roles), actor=actor):
        before["roles"] = sorted(map(str, granted))
    if "language" in wanted and change_language(
        person_id=person_id, language=wanted["language"], actor=actor
    ):
        before["language"] = info.language
    if wanted.get("invite"):
        invite_known(person_id=person_id, actor=actor)
        before["invited"] = True
    if wanted.get("active") is False and deactivate_member(person_id=person_id, actor=actor):
        before["active"] = True
    return before


def _restore(person_id: UUID, before: dict[str, Any], wanted: dict[str, Any], actor: User) -> None:
    """Put one person back, field by field, where nobody else changed the field since."""
    info = person(person_id)
    if info is None:
        raise Missing(_("There is no such person."))
    if before.get("active") is True and not info.is_active:
        reactivate_person(person_id=person_id, actor=actor)
    if "department_id" in before:
        place = Membership.objects.filter(user_id=person_id).values_list("department_id").first()
        if (str(place[0]) if place else NO_TEAM) == wanted["department_id"]:
            old = before["department_id"]
            place_person(
                user_id=person_id,
                department_id=None if old == NO_TEAM else UUID(old),
                actor=actor,
            )
    if "roles" in before:
        now_granted, old_roles = set(info.granted), {Role(role) for role in before["roles"]}
        touched = {Role(wanted[key]) for key in ("add_role", "remove_role") if wanted.get(key)}
        set_roles(
            person_id=person_id,
            roles=sorted((now_granted - touched) | (old_roles & touched)),
            actor=actor,
        )
    if "language" in before and info.language == wanted["language"]:
        change_language(person_id=person_id, language=before["language"], actor=actor)
    if before.get("active") is False and info.is_active:
        deactivate_member(person_id=person_id, actor=actor)


def _locked(change_id: UUID, actor: User) -> PeopleChange:
    """Return somebody's own change, locked: another's is none of theirs."""
    row = PeopleChange.objects.select_for_update().filter(id=change_id, created_by=actor).first()
    if row is None:
        raise Missing(_("There is no such change."))
    return row
