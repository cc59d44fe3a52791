"""The one catalogue of everything the product tells people."""

from tenants.notify.kinds.account import ACCOUNT_MAILS
from tenants.notify.kinds.company import COMPANY
from tenants.notify.kinds.kind import Audience, Group, Kind
from tenants.notify.kinds.learning import LEARNING
from tenants.notify.kinds.letters import LETTERS

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*LEARNING, *COMPANY, *LETTERS)}


def kind_named(name: str) -> Kind:
    """Return a kind by its name; raises KeyError for one that nobody declared."""
    return KINDS[name]


__all__ = ["ACCOUNT_MAILS", "KINDS", "Audience", "Group", "Kind", "kind_named"]
