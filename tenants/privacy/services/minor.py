"""Turning somebody under 18 away."""

from django.db import transaction

from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.privacy.enums import ErasureState
from tenants.privacy.models import ErasureRequest
from tenants.privacy.services.erasure import erase


def turn_minor_away(*, person: User) -> None:
    """Forget a person who says that they are under 18, at once and without time to take it back."""
    with transaction.atomic():
        ErasureRequest.objects.filter(user=person, state=ErasureState.WAITING).update(
            state=ErasureState.CANCELLED
        )
        request = ErasureRequest.objects.create(
            user=person, state=ErasureState.WAITING, due_at=now(), reason="under 18"
        )
        erase(request_id=request.id)
