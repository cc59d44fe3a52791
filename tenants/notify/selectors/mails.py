"""Whose a mail is: its line in the log says so, for its address may have been another's."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tenants.notify.models import Delivery


def written_to(user_ids: Collection[UUID]) -> Q:
    """Return the condition for mails that were written to these people, at whatever address."""
    lines = Delivery.objects.filter(message_id=OuterRef("pk"), user_id__in=list(user_ids))
    return Q(Exists(lines))


def written_to_others(user_ids: Collection[UUID]) -> Q:
    """Return the condition for mails that were written to somebody else with an account."""
    lines = Delivery.objects.filter(message_id=OuterRef("pk"), user__isnull=False)
    return Q(Exists(lines.exclude(user_id__in=list(user_ids))))
