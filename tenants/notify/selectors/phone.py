"""Phone numbers that people proved to be theirs, and whether texts can be sent at all."""

from collections.abc import Sequence
from uuid import UUID

from tenants.accounts.api import User
from tenants.kernel.texts import texts_work
from tenants.notify.enums import Channel


def phones_of(users: Sequence[User]) -> dict[UUID, str]:
    """Return confirmed numbers (E.164) by person; who has none is left out."""
    rows = User.objects.filter(
        id__in=[user.id for user in users], phone__verified_at__isnull=False
    ).values_list("id", "phone__number")
    return dict(rows)


def text_channels() -> frozenset[Channel]:
    """Return by which of SMS and WhatsApp this deployment can send."""
    return frozenset(
        channel for channel in (Channel.WHATSAPP, Channel.SMS) if texts_work(str(channel))
    )
