"""Whom a request is about, with the addresses that rows name people by."""

from uuid import UUID

from django.utils.translation import gettext as _

from tenants.accounts import api as accounts
from tenants.kernel.errors import Missing
from tenants.kernel.personal import Subject


def subject_of(person_id: UUID) -> Subject:
    """Return a person of the entered schema as their data knows them.

    Raises:
        Missing: when there is no such person.
    """
    person = accounts.person(person_id)
    if person is None:
        raise Missing(_("There is no such person."))
    return Subject(id=person_id, email=(person.email or "").lower(), phone="")
