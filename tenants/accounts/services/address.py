"""Asking for the proof that an e-mail address is somebody's own."""

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.accounts.events import AddressProved
from tenants.accounts.models import User
from tenants.accounts.services.sign_in import UNPROVED
from tenants.kernel.clock import now
from tenants.kernel.events import publish
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link


def send_proof(*, user: User) -> bool:
    """Mail a link that confirms a person's address, outside of any request.

    Returns:
        False when there is no address, or it is confirmed.
    """
    address = EmailAddress.objects.filter(user=user, verified=False).order_by("-primary").first()
    if address is None:
        return False
    confirmation = EmailConfirmation.create(address)
    confirmation.sent = now()
    confirmation.save(update_fields=["sent"])
    url = link(reverse("account_confirm_email", args=[confirmation.key]))
    queue_mail(
        to=address.email,
        template="account_confirm_email",
        context={
            "name": user.display_name,
            "url": url,
            "action_url": url,
            "action_label": _("Confirm"),
        },
        language=user.language or None,
    )
    return True


def note_proof(*, user: User, address: str) -> None:
    """Tell the others that mail to an address has just reached its person."""
    with transaction.atomic():
        publish(AddressProved(user_id=user.id, address=address))


def is_proved(*, user: User) -> bool:
    """Whether a person has confirmed an address, or has none to confirm."""
    return user.email is None or EmailAddress.objects.filter(user=user, verified=True).exists()


def owes_proof(*, user: User, session: SessionBase) -> bool:
    """Whether a person is to be reminded that their address is not confirmed.

    Signing in noted it in the session, so that pages of everybody else ask the database nothing.
    """
    if not session.get(UNPROVED):
        return False
    if is_proved(user=user):
        del session[UNPROVED]
        return False
    return True
