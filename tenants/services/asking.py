"""What a company's owners ask of the directory. Runs in the company's schema; the directory hears it by event.

Nothing is written elsewhere from here: an audit entry and an event in one transaction, and the page shows
that it is on its way until the directory has said what became of it.
"""

from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import User, is_owner, require
from tenants.domain_names import clean_domain
from tenants.enums import Mover, TenantStatus
from tenants.events import ClosingAsked, DetailsChanged, DomainAsked, ReopeningAsked
from tenants.kernel import audit
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.events import publish
from tenants.kernel.ids import uuid7
from tenants.life import follows
from tenants.schemas import current_tenant
from tenants.services.slugs import clean_company_name


def ask_details(*, name: str, time_zone: str, locale: str, actor: User) -> UUID:
    """Ask for another name, time zone or language of the company.

    Args:
        name: as it is registered.
        time_zone: IANA name.
        locale: one of the product's languages.
        actor: an owner.

    Returns:
        The request's id.

    Raises:
        Invalid: at the field that cannot be used.
        Refused: when the actor is no owner.
    """
    require(actor, is_owner)
    name = clean_company_name(name)
    if time_zone not in available_timezones():
        raise Invalid(_("There is no such time zone."), field="time_zone")
    if locale not in dict(settings.LANGUAGES):
        raise Invalid(_("The product does not speak this language."), field="locale")
    here = current_tenant()
    old = {"name": here.name, "time_zone": here.time_zone, "language": here.locale}
    new = {"name": name, "time_zone": time_zone, "language": locale}
    event = DetailsChanged(uuid7(), name, time_zone, locale)
    changes: dict[str, object] = {key: [old[key], new[key]] for key in new if new[key] != old[key]}
    return _ask(event, "company.details_changed", actor, changes=changes)


def ask_closing(*, typed_name: str, reason: str, actor: User) -> UUID:
    """Ask to close the company; it can be opened again until its grace is over.

    Args:
        typed_name: the company's name, typed by the owner, so that nobody closes one by mistake.
        reason: why, in a few words; may be empty.
        actor: an owner.

    Raises:
        Invalid: when the name is another.
        Conflict: when it is closed already.
        Refused: when the actor is no owner.
    """
    require(actor, is_owner)
    here = current_tenant()
    if _plain(typed_name) != _plain(here.name):
        raise Invalid(
            _("Type the company's name as it stands above: %(name)s") % {"name": here.name},
            field="typed_name",
            code="other_name",
        )
    _require_step(TenantStatus.CLOSED, closed_from="")
    event = ClosingAsked(uuid7(), actor.id, " ".join(reason.split())[:300])
    return _ask(event, "company.closed", actor, changes={"reason": event.reason})


def ask_reopening(*, actor: User) -> UUID:
    """Ask to open the closed company again.

    Raises:
        Conflict: when it is not closed.
        Refused: when the actor is no owner.
    """
    require(actor, is_owner)
    if current_tenant().status != TenantStatus.CLOSED:
        raise Conflict(_("Your company is open."), code="open")
    return _ask(ReopeningAsked(uuid7(), actor.id), "company.reopened", actor)


def ask_domain(*, act: str, domain: str, actor: User) -> UUID:
    """Ask for something about one of the company's domains.

    Args:
        act: `add`, `check`, `make_primary`, `use_own`, `remove` or `restore`.
        domain: which; for `add` as typed.
        actor: an owner.

    Raises:
        Invalid: at `domain`, for a name that cannot be used.
        Refused: when the actor is no owner.
    """
    require(actor, is_owner)
    if act == "add":
        domain = clean_domain(domain)
    if act not in _DOMAIN_DEEDS or len(domain) > _LONGEST_NAME:
        raise Invalid(_("There is no such act."))
    event = DomainAsked(uuid7(), actor.id, act, domain)
    deed = _DOMAIN_DEEDS[act]
    if not deed:
        with transaction.atomic():
            publish(event)
        return event.request_id
    return _ask(event, deed, actor, target=domain)


_LONGEST_NAME = 253
# What stands in the audit log; looking again is no deed.
_DOMAIN_DEEDS = {
    "add": "company.domain_added",
    "check": "",
    "make_primary": "company.domain_made_main",
    "use_own": "company.own_address_made_main",
    "remove": "company.domain_removed",
    "restore": "company.domain_restored",
}
Asked = DetailsChanged | ClosingAsked | ReopeningAsked | DomainAsked


def _ask(
    event: Asked,
    deed: str,
    actor: User,
    *,
    target: str = "",
    changes: dict[str, object] | None = None,
) -> UUID:
    with transaction.atomic():
        audit.record(deed, actor=actor, target=target or current_tenant().name, changes=changes)
        publish(event)
    return event.request_id


def _require_step(target: TenantStatus, *, closed_from: str) -> None:
    source = TenantStatus(current_tenant().status)
    if not follows(source, target, mover=Mover.OWNER, closed_from=closed_from):
        raise Conflict(_("That is not possible as your company stands now."))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
