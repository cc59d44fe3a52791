"""Where people are: asked of the app that keeps departments, which stands above this one.

`settings.PLACES` names a module that answers the three questions below. On the public site nobody is
in a department, and nobody asks.
"""

from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from tenants.schemas import current_tenant


class Places(Protocol):
    """What policies ask about departments. Each answer costs one query."""

    def managed_by(self, user_id: UUID) -> frozenset[UUID]:
        """Return the departments a person manages."""

    def beneath(self, tops: frozenset[UUID]) -> frozenset[UUID]:
        """Return departments in use with all beneath them."""

    def department_of(self, person_id: UUID) -> UUID | None:
        """Return the department a person is in."""


class _Nowhere:
    def managed_by(self, user_id: UUID) -> frozenset[UUID]:
        return frozenset()

    def beneath(self, tops: frozenset[UUID]) -> frozenset[UUID]:
        return frozenset()

    def department_of(self, person_id: UUID) -> UUID | None:
        return None


def places() -> Places:
    """Return who knows the departments of the entered schema."""
    if current_tenant().is_public:
        return _Nowhere()
    return cast(Places, import_string(settings.PLACES)())
