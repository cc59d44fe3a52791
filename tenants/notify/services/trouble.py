"""Addresses that mail does not reach: noticed, told, and taken up again."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.notify.enums import Trouble
from tenants.notify.models import AddressTrouble
from tenants.notify.places import place
from tenants.notify.selectors.people import admin_ids
from tenants.notify.services.notify import notify


def note_bounce(*, address: str, user_id: UUID | None, diagnostic: str) -> bool:
    """Stop mail to an address that refuses it, and tell its person and the admins, in the app.

    Args:
        address: that the mail went to.
        user_id: whose mail it was; None for somebody without an account.
        diagnostic: what the other side said.

    Returns:
        Whether this was news.
    """
    return _note(address, user_id, Trouble.BOUNCED, diagnostic)


def note_complaint(*, address: str, user_id: UUID | None, diagnostic: str) -> bool:
    """Stop mail to an address whose owner called a mail unwanted; return whether this was news."""
    return _note(address, user_id, Trouble.COMPLAINED, diagnostic)


def _note(address: str, user_id: UUID | None, trouble: Trouble, diagnostic: str) -> bool:
    address = address.strip().lower()[:320]
    whose = User.objects.filter(id=user_id).first() if user_id else None
    with transaction.atomic():
        row, made = AddressTrouble.objects.select_for_update(of=("self",)).get_or_create(
            address=address,
            user=whose,
            defaults={
                "trouble": trouble,
                "diagnostic": diagnostic[:500],
                "noticed_at": now(),
            },
        )
        if not made:
            if row.cleared_at is None:
                return False
            row.trouble, row.diagnostic = trouble, diagnostic[:500]
            row.noticed_at, row.cleared_at = now(), None
            row.save()
        if trouble == Trouble.BOUNCED:
            _tell(row)
    return True


def _tell(row: AddressTrouble) -> None:
    user = row.user
    if user is not None and not (user.is_active and user.email == row.address):
        user = None
    key = f"bounce:{row.id}:{int(row.noticed_at.timestamp())}"
    about = f"address:{row.id}"
    if user is not None:
        notify(
            to=user.id,
            kind="messages.own_mail_returns",
            context={"address": row.address},
            dedupe_key=key,
            url=place("notify:settings"),
            about=about,
        )
    others = [one for one in admin_ids() if user is None or one != user.id]
    notify(
        to=others,
        kind="messages.mail_returns",
        context={
            "person": user.display_name if user else row.address,
            "address": row.address,
        },
        dedupe_key=f"{key}:admins",
        url=f"{place('notify_admin:addresses')}?q={row.address}",
        about=about,
    )


def clear_trouble(*, trouble_id: UUID, actor: User) -> AddressTrouble:
    """Send mail to an address again: an admin says that it works.

    Raises:
        Missing: when there is no such address.
    """
    with transaction.atomic():
        row = AddressTrouble.objects.select_for_update().filter(id=trouble_id).first()
        if row is None:
            raise Missing(_("There is no such address."))
        if row.cleared_at is None:
            row.cleared_at = now()
            row.save(update_fields=["cleared_at"])
            audit.record("mail.address_cleared", actor=actor, target=row.address, target_id=row.id)
    return row


def restore_trouble(*, trouble_id: UUID, actor: User) -> None:
    """Undo `clear_trouble`.

    Raises:
        Missing: when there is no such address.
    """
    with transaction.atomic():
        if not AddressTrouble.objects.filter(id=trouble_id).update(cleared_at=None):
            raise Missing(_("There is no such address."))
        row = AddressTrouble.objects.get(id=trouble_id)
        audit.record("mail.address_stopped", actor=actor, target=row.address, target_id=row.id)


def clear_own_address(*, user: User) -> bool:
    """Send mail to a person's own address again: they say that it works; complaints end as well."""
    return bool(
        AddressTrouble.objects.filter(
            address=user.email or "", user=user, cleared_at__isnull=True
        ).update(cleared_at=now())
    )


def end_bounces(*, user_id: UUID, address: str) -> None:
    """Send mail to an address again, whose person has just shown that it arrives there.

    That somebody called a mail unwanted stays: they proved that it arrives, not that they want it.
    """
    AddressTrouble.objects.filter(
        address=address.strip().lower(),
        user_id=user_id,
        trouble=Trouble.BOUNCED,
        cleared_at__isnull=True,
    ).update(cleared_at=now())
