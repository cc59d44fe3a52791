"""Who acts when a program of the company calls: nobody's account, but somebody to name and to ask."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from tenants.accounts.api import Action, Powers
from tenants.api_access.enums import Scope

# What a company's program may do with each scope. Never on owners or admins: those are people's ranks.
_ACTIONS: dict[Scope, frozenset[Action]] = {
    Scope.PEOPLE_READ: frozenset({Action.SEE_PEOPLE}),
    Scope.PEOPLE_WRITE: frozenset({Action.EDIT_PEOPLE}),
    Scope.TEAMS_READ: frozenset({Action.MANAGE_TEAMS}),
    Scope.TEAMS_WRITE: frozenset({Action.MANAGE_TEAMS}),
    Scope.ASSIGNMENTS_READ: frozenset({Action.SEE_ASSIGNMENTS}),
    Scope.ASSIGNMENTS_WRITE: frozenset({Action.ASSIGN_COURSES}),
}


@dataclass
class ServicePrincipal:
    """A service token as the policies and the audit log see it.

    Args:
        id: the token's family, which stays when it is rotated.
        name: as the audit log names it.
        powers: what its scopes come to.
    """

    id: UUID
    name: str
    powers: Powers = field(default_factory=Powers)
    is_service: bool = True
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True

    @property
    def pk(self) -> UUID:
        """The id, as throttles and serializers ask for it."""
        return self.id


def powers_of_scopes(scopes: Iterable[Scope]) -> Powers:
    """Return what a program may do with these scopes."""
    found: set[Action] = set()
    for scope in scopes:
        found |= _ACTIONS.get(scope, frozenset())
    return Powers(everywhere=frozenset(found))
