"""Departments: made, renamed, managed, put away."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprise.models import Department, DepartmentManager
from enterprise.policies import can_name_managers
from tenants.accounts.api import Role, User, people_by_id, require, set_roles
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing

NAME_MAX = Department._meta.get_field("name").max_length or 80


def lock_departments(ids: Collection[UUID]) -> list[Department]:
    """Hold departments in use until the transaction ends, always in the same order.

    Raises:
        Missing: when one of them does not exist or was archived.

    """
    rows = list(
        Department.objects.select_for_update(no_key=True)
        .filter(id__in=ids, archived_at__isnull=True)
        .order_by("id")
    )
    if len(rows) != len(set(ids)):
        raise Missing(_("There is no such department."))
    return rows


def create_department(
    *, name: str, actor: User | None, parent_id: UUID | None = None
) -> Department:
    """Make a department.

    Raises:
        Invalid: when the name is empty or too long, at `name`.
        Conflict: when there is one of that name, whatever its case, at `name`.
        Missing: when the parent does not exist.

    """
    with transaction.atomic():
        name = _free_name(name)
        if parent_id is not None:
            lock_departments([parent_id])
        row = Department.objects.create(name=name, parent_id=parent_id, created_at=now())
        audit.record("department.created", actor=actor, target=name, target_id=row.id)
    return row


def rename_department(*, department_id: UUID, name: str, actor: User | None) -> Department:
    """Give a department another name; raises as `create_department` does."""
    with transaction.atomic():
        (row,) = lock_departments([department_id])
        before, name = row.name, _free_name(name, besides=department_id)
        if before != name:
            row.name = name
            row.save(update_fields=["name"])
            audit.record(
                "department.renamed",
                actor=actor,
                target=name,
                target_id=row.id,
                changes={"name": [before, name]},
            )
    return row


def set_managers(
    *, department_id: UUID, person_ids: Collection[UUID], actor: User | None
) -> Department:
    """Say who manages a department. Who did not have the manager's role gets it.

    Raises:
        Missing: when the department or one of the people does not exist.
        Invalid: when one of them is deactivated, at `managers`.

    """
    if actor is not None:
        require(actor, can_name_managers)
    with transaction.atomic():
        (row,) = lock_departments([department_id])
        people = people_by_id(person_ids)
        if len(people) != len(set(person_ids)):
            raise Missing(_("There is no such person."))
        for person in people.values():
            if not person.is_active:
                raise Invalid(
                    _("%(name)s is deactivated and cannot manage a department.")
                    % {"name": person.display_name},
                    field="managers",
                )
        has = set(row.managers.values_list("user_id", flat=True))
        wanted = set(people)
        if has == wanted:
            return row
        row.managers.filter(user_id__in=has - wanted).delete()
        DepartmentManager.objects.bulk_create(
            DepartmentManager(user_id=user_id, department=row) for user_id in sorted(wanted - has)
        )
        for user_id in sorted(wanted - has):
            person = people[user_id]
            if Role.MANAGER not in person.roles:
                set_roles(person_id=user_id, roles=[*person.granted, Role.MANAGER], actor=actor)
        audit.record(
            "department.managers_changed",
            actor=actor,
            target=row.name,
            target_id=row.id,
            changes={"managers": sorted(person.display_name for person in people.values())},
        )
    return row


def archive_department(*, department_id: UUID, actor: User | None) -> Department:
    """Put an empty department away; `restore_department` brings it back.

    Raises:
        Conflict: while there are people or departments in it.

    """
    with transaction.atomic():
        (row,) = lock_departments([department_id])
        people = row.memberships.filter(user__is_active=True).count()
        if people:
            raise Conflict(
                ngettext(
                    "%(count)d person is still in %(name)s. Move them to another team first.",
                    "%(count)d people are still in %(name)s. Move them to another team first.",
                    people,
                )
                % {"count": people, "name": row.name}
            )
        if row.children.filter(archived_at__isnull=True).exists():
            raise Conflict(
                _("There are teams beneath %(name)s. Archive those first.") % {"name": row.name}
            )
        row.archived_at = now()
        row.save(update_fields=["archived_at"])
        audit.record("department.archived", actor=actor, target=row.name, target_id=row.id)
    return row


def restore_department(*, department_id: UUID, actor: User | None) -> Department:
    """Bring an archived department back; one in use stays as it is.

    Raises:
        Missing: when there is none.

    """
    with transaction.atomic():
        row = Department.objects.select_for_update(no_key=True).filter(id=department_id).first()
        if row is None:
            raise Missing(_("There is no such department."))
        if row.archived_at is not None:
            row.archived_at = None
            row.save(update_fields=["archived_at"])
            audit.record("department.restored", actor=actor, target=row.name, target_id=row.id)
    return row


def _free_name(name: str, *, besides: UUID | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid(_("Give the team a name."), field="name")
    if len(name) > NAME_MAX:
        raise Invalid(
            _("A name may have %(max)d characters; this one has %(has)d.")
            % {"max": NAME_MAX, "has": len(name)},
            field="name",
        )
    same = next(
        (row for row in Department.objects.filter(name__iexact=name) if row.id != besides), None
    )
    if same is None:
        return name
    if same.archived_at is not None:
        raise Conflict(
            _("An archived team is called %(name)s. Restore it, or choose another name.")
            % {"name": same.name},
            field="name",
            code="archived_name",
        )
    raise Conflict(
        _("There is a team called %(name)s already.") % {"name": same.name}, field="name"
    )
