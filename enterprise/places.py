"""What this app tells the policies of people: who is in which department. `settings.PLACES`."""

from collections.abc import Mapping
from uuid import UUID

from enterprise.models import Department, DepartmentManager, Membership


class CompanyPlaces:
    """Departments of the entered company."""

    def managed_by(self, user_id: UUID) -> frozenset[UUID]:
        """Return the departments a person manages."""
        rows = DepartmentManager.objects.filter(user_id=user_id)
        return frozenset(rows.values_list("department_id", flat=True))

    def beneath(self, tops: frozenset[UUID]) -> frozenset[UUID]:
        """Return those of some departments that are in use, with all in use beneath them."""
        parents = dict(
            Department.objects.filter(archived_at__isnull=True).values_list("id", "parent_id")
        )
        return frozenset(one for one in parents if _lies_beneath(one, tops, parents))

    def department_of(self, person_id: UUID) -> UUID | None:
        """Return the department a person is in."""
        rows = Membership.objects.filter(user_id=person_id)
        return rows.values_list("department_id", flat=True).first()


def _lies_beneath(
    one: UUID | None, tops: frozenset[UUID], parents: Mapping[UUID, UUID | None]
) -> bool:
    # Beneath an archived one counts as being at the top, as on the page of teams.
    while one is not None and one in parents:
        if one in tops:
            return True
        one = parents[one]
    return False
