"""Whom a request is about, with the ids, addresses and numbers that rows name people by."""

from uuid import UUID

from django.utils.translation import gettext as _

from tenants.accounts import api as accounts
from tenants.kernel.errors import Missing
from tenants.kernel.personal import Subject


def subject_of(person_id: UUID) -> Subject:
    """Return a person of the entered schema as their data knows them, whichever account it was theirs in.

    Raises:
        Missing: when there is no such person.
    """
    known = accounts.accounts_of(person_id)
    if not known:
        raise Missing(_("There is no such person."))
    return _subject(known)


def left_of(gone_id: UUID) -> Subject:
    """Return what is left under an account that was merged away, and is not the kept one's as well."""
    known = accounts.accounts_of(gone_id)
    mine = [one for one in known if one.id == gone_id]
    others = [one for one in accounts.accounts_of(known[0].kept_id) if one.id != gone_id]
    own, theirs = _subject(mine), _subject(others)
    return Subject(
        ids=own.ids,
        emails=tuple(one for one in own.emails if one not in theirs.emails),
        phones=tuple(one for one in own.phones if one not in theirs.phones),
    )


def _subject(known: list[accounts.AccountNames]) -> Subject:
    return Subject(
        ids=tuple(one.id for one in known),
        emails=tuple(one.email.lower() for one in known if one.email),
        phones=tuple(one.phone for one in known if one.phone),
    )
