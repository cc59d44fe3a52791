"""What our staff does with companies. Runs in the shared schema; everything is recorded with its reason."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import Action, User, allows, require
from tenants.enums import Mover, TenantStatus
from tenants.kernel import audit
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.models import CompanyGroup, Tenant
from tenants.services.life import change_status

can_keep_companies = allows(Action.KEEP_COMPANIES)
_NAME_LENGTH, _CONTRACT_LENGTH = 120, 80


def move_company(*, company_id: UUID, target: str, reason: str, expected: str, actor: User) -> None:
    """Move a company to another standing on our staff's word.

    Args:
        company_id: which.
        target: where to; a value of TenantStatus.
        reason: for its owners to read; needed.
        expected: where it stood when the page was shown.
        actor: of our staff.

    Raises:
        Missing: when there is no such company or standing.
        Invalid: without a reason.
        Conflict: when it stands elsewhere by now, or the step is not in the table.
        Refused: when the actor may not.
    """
    require(actor, can_keep_companies)
    if target not in TenantStatus.values or expected not in TenantStatus.values:
        raise Invalid(_("Choose where the company shall go."), field="target")
    with transaction.atomic():
        change = change_status(
            tenant_id=company_id,
            target=TenantStatus(target),
            mover=Mover.STAFF,
            actor_id=actor.id,
            actor_name=actor.display_name,
            reason=reason,
            expected=TenantStatus(expected),
        )
        audit.record(
            "company.moved",
            actor=actor,
            target=change.tenant.name,
            target_id=company_id,
            changes={"status": [change.source, change.target], "reason": change.reason},
        )


def create_group(*, name: str, contract: str, actor: User) -> UUID:
    """Write a contract that several companies stand under.

    Returns:
        The group's id.

    Raises:
        Invalid: without a name.
        Refused: when the actor may not.
    """
    require(actor, can_keep_companies)
    name, contract = _clean(name), " ".join(contract.split())[:_CONTRACT_LENGTH]
    with transaction.atomic():
        group = CompanyGroup.objects.create(name=name, contract=contract)
        audit.record("group.created", actor=actor, target=name, target_id=group.id)
    return group.id


def change_group(*, group_id: UUID, name: str, contract: str, actor: User) -> None:
    """Give a group another name or contract number.

    Raises:
        Missing: when there is no such group.
        Invalid: without a name.
        Refused: when the actor may not.
    """
    require(actor, can_keep_companies)
    name, contract = _clean(name), " ".join(contract.split())[:_CONTRACT_LENGTH]
    with transaction.atomic():
        group = _group(group_id)
        changes = {"name": [group.name, name], "contract": [group.contract, contract]}
        group.name, group.contract = name, contract
        group.save(update_fields=["name", "contract"])
        audit.record("group.changed", actor=actor, target=name, target_id=group.id, changes=changes)


def put_into_group(*, slug: str, group_id: UUID, actor: User) -> None:
    """Put a company under a contract; it is one of at most one group.

    Args:
        slug: the company's.
        group_id: the group.
        actor: of our staff.

    Raises:
        Missing: when there is no such group.
        Invalid: at `slug`, when no company has it.
        Conflict: when the company is of another group.
        Refused: when the actor may not.
    """
    require(actor, can_keep_companies)
    with transaction.atomic():
        group = _group(group_id)
        tenant = (
            Tenant.objects.select_for_update(of=("self",))
            .filter(slug=slug.strip().lower())
            .exclude(status__in=[TenantStatus.ERASED, TenantStatus.FAILED])
            .first()
        )
        if tenant is None:
            raise Invalid(_("No company has this address."), field="slug")
        if tenant.group_id == group.id:
            return
        if tenant.group_id is not None:
            raise Conflict(_("This company is under another contract."), field="slug")
        tenant.group = group
        tenant.save(update_fields=["group"])
        audit.record("group.joined", actor=actor, target=tenant.name, target_id=tenant.id,
                     changes={"group": group.name})  # fmt: skip


def take_out_of_group(*, company_id: UUID, group_id: UUID, actor: User) -> None:
    """Take a company out of its group.

    Raises:
        Missing: when it is not in it.
        Refused: when the actor may not.
    """
    require(actor, can_keep_companies)
    with transaction.atomic():
        tenant = Tenant.objects.select_for_update(of=("self",)).filter(
            id=company_id, group_id=group_id
        )
        row = tenant.first()
        if row is None:
            raise Missing(_("This company is not in the group."))
        group_name = _group(group_id).name
        row.group = None
        row.save(update_fields=["group"])
        audit.record("group.left", actor=actor, target=row.name, target_id=row.id,
                     changes={"group": group_name})  # fmt: skip


def _group(group_id: UUID) -> CompanyGroup:
    group = CompanyGroup.objects.select_for_update().filter(id=group_id).first()
    if group is None:
        raise Missing(_("There is no such group."))
    return group


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _NAME_LENGTH:
        raise Invalid(_("Give the group a name of at most 120 characters."), field="name")
    return name
