"""Who sees and sets what everybody is told."""

from tenants.accounts.api import Action, Role, User, Visitor, has_role, is_author, is_manager, may
from tenants.notify.kinds import KINDS, Audience, Kind
from tenants.schemas import current_tenant


def may_manage_messages(user: Visitor) -> bool:
    """A company's admins set defaults, words and channels and read the log; on the public site the staff."""
    if current_tenant().is_public:
        return has_role(user, Role.STAFF)
    return may(user, Action.MANAGE_COMPANY)


def kinds_for(user: User) -> list[Kind]:
    """Return the kinds that a person may be told, in the catalogue's order."""
    groups = {Audience.EVERYBODY}
    if may_manage_messages(user):
        groups.add(Audience.ADMINS)
    if has_role(user, Role.OWNER):
        groups.add(Audience.OWNERS)
    if is_manager(user):
        groups.add(Audience.MANAGERS)
    if is_author(user):
        groups.add(Audience.AUTHORS)
    return [kind for kind in kinds_here() if kind.audience in groups]


def kinds_here() -> list[Kind]:
    """Return the kinds that are told on this host at all."""
    is_public = current_tenant().is_public
    return [
        kind
        for kind in KINDS.values()
        if not (kind.company_only if is_public else kind.public_only)
    ]
