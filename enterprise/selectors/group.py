"""The other companies of the same contract in which an owner has an account of their own.

What may be known: only companies under the same contract, only those in which somebody with the very
address that this person has proven here is an active owner or admin. So nobody learns of a membership that
is not their own. It is a list of doors: one signs in at each.
"""

from dataclasses import dataclass

from tenants.accounts.api import User, is_admin, runs_company, verified_address
from tenants.api import group_companies
from tenants.kernel.names import link
from tenants.schemas import current_tenant, in_public, in_tenant, lives_here

# Each costs a look into another schema.
_MOST = 30


@dataclass(frozen=True)
class Sister:
    """A company one may go to."""

    name: str
    host: str
    url: str


def sisters(user: User) -> tuple[Sister, ...]:
    """Return where else under this contract the person runs a company; nothing unless they do here."""
    address = verified_address(user)
    if not address or not is_admin(user):
        return ()
    company_id = current_tenant().id
    with in_public():
        others = group_companies(company_id)[:_MOST]
    found = []
    for other in filter(lives_here, others):
        with in_tenant(other):
            if runs_company(address):
                url = link("/account/login/?next=/", other)
                found.append(Sister(other.name, other.domain, url))
    return tuple(found)
