"""What owners are told of their company's life, in words. Call it in the reader's language and zone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tenants.enums import Mover, TenantStatus
from tenants.kernel.words import day_year


@dataclass(frozen=True)
class Told:
    """A mail: its subject, its paragraphs, its button."""

    subject: str
    paragraphs: list[str]
    action: str


def change_words(
    *, company: str, source: str, target: str, mover: str, reason: str, until: datetime | None
) -> Told:
    """Return what is said when a company's standing has changed; `until` is the next date, UTC."""
    subject, *paragraphs = _changed(source, target, {"company": company, "day": day_year(until)})
    if reason and mover == Mover.STAFF:
        paragraphs.append(_("The reason we noted: %(reason)s") % {"reason": reason})
    return Told(subject, paragraphs, _("See where your company stands"))


def _changed(source: str, target: str, facts: dict[str, str]) -> list[str]:
    reopened = source == TenantStatus.CLOSED
    if target == TenantStatus.CLOSED:
        return [
            _("%(company)s is closed") % facts,
            _("Its people can no longer sign in. Nothing is deleted yet."),
            _("Until %(day)s an owner can take an archive of everything, or open it again.")
            % facts,
            _("After %(day)s its data is erased for good. Certificates stay verifiable.") % facts,
        ]
    if target == TenantStatus.SUSPENDED:
        return [
            _("%(company)s is suspended") % facts,
            _("Its people see a page that says so. All data stays, and everybody stays signed in."),
            _("You can sign in, see what to do, and take an archive.")
            + (_(" Without a change it is closed on %(day)s.") % facts if facts["day"] else ""),
        ]
    if target == TenantStatus.PAST_DUE and source == TenantStatus.TRIAL:
        return [
            _("The trial of %(company)s is over") % facts,
            _("Everything goes on as before until %(day)s; then it is suspended.") % facts,
            _("To keep it, answer this mail or ask us to activate it."),
        ]
    if target == TenantStatus.PAST_DUE:
        return [
            _("%(company)s needs settling") % facts,
            _("Everything goes on as before until %(day)s; then it is suspended.") % facts,
        ]
    subject = _("%(company)s is open again") if reopened else _("%(company)s is active")
    if source == TenantStatus.SUSPENDED:
        subject = _("%(company)s is open again")
    words = [subject % facts]
    if reopened or source == TenantStatus.SUSPENDED:
        words.append(_("Everybody can go on where they were; nothing was lost."))
    if facts["day"]:
        words.append(_("Its trial runs until %(day)s.") % facts)
    if len(words) == 1:
        words.append(_("Nothing changes for your people."))
    return words


def coming_words(*, company: str, status: str, until: datetime) -> Told:
    """Return what is said before the clock changes a company's standing; `until` is when, UTC."""
    facts = {"company": company, "day": day_year(until)}
    if status == TenantStatus.TRIAL:
        words = [
            _("The trial of %(company)s ends on %(day)s") % facts,
            _("Ask us to activate it, and nothing changes for your people."),
            _("Otherwise it stays open for a while after that day, and is suspended then."),
        ]
    elif status == TenantStatus.PAST_DUE:
        words = [
            _("%(company)s will be suspended on %(day)s") % facts,
            _("From then on only owners can get in. All data stays."),
            _("To keep it open, answer this mail or ask us to activate it."),
        ]
    elif status == TenantStatus.SUSPENDED:
        words = [
            _("%(company)s will be closed on %(day)s") % facts,
            _("From then on an owner can only take an archive, or open it again."),
            _("To get it going, answer this mail or ask us to activate it."),
        ]
    else:
        words = [
            _("The data of %(company)s will be erased on %(day)s") % facts,
            _("This cannot be undone. Take an archive of everything before, or open it again."),
            _("Certificates that were issued stay verifiable."),
        ]
    return Told(words[0], words[1:], _("See where your company stands"))


def domain_words(*, domain: str, what: str) -> Told:
    """Return what is said of one of a company's domains; `what` is the claim's new state."""
    facts = {"domain": domain}
    said = {
        "verified": [
            _("%(domain)s is yours here") % facts,
            _("The proof was found. Point the domain at us, then make it your main address."),
        ],
        "failing": [
            _("The proof for %(domain)s is missing") % facts,
            _("The record that proves the domain is yours was not found any more."),
            _("It keeps working for three days. Put the record back before they are over."),
        ],
        "off": [
            _("%(domain)s is switched off") % facts,
            _("The record that proves it is yours has been missing for three days."),
            _("Your company is reached at its own address here; your people can work on."),
        ],
        "expired": [
            _("The claim to %(domain)s has expired") % facts,
            _("No proof was found in time. Add the domain again when you are ready."),
        ],
    }[what]
    return Told(said[0], said[1:], _("See your domains"))
