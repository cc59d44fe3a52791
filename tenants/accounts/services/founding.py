"""The first person of a new company, and the seats it begins with."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.accounts.services.address import send_proof
from tenants.accounts.services.person import create_person
from tenants.accounts.services.seat import set_seats
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link


def found_company(*, email: str, name: str, password_hash: str, seats: int) -> UUID | None:
    """Write the owner and the allowance; runs in the company's schema and may be repeated.

    Args:
        email: the owner's, in lower case.
        name: the owner's.
        password_hash: of the password chosen when the company was started.
        seats: how many people may be active.

    Returns:
        The owner's id, or None when they were there already.
    """
    with transaction.atomic():
        if User.objects.filter(email=email).exists():
            return None
        set_seats(seats=seats)
        owner_id = create_person(
            name=name, email=email, roles=[Role.OWNER], password_hash=password_hash
        )
        # Nobody has shown yet that the address is theirs: they may work at once, and are asked for it.
        send_proof(user=User.objects.get(id=owner_id))
        queue_mail(
            to=email,
            template="company_ready",
            context={
                "name": name,
                "action_url": link("/manage/"),
                "action_label": _("Open your company"),
            },
            dedupe_key="company_ready",
        )
    return owner_id
