"""How many seats there are and how many are taken."""

from dataclasses import dataclass

from django.db.models import Count, Subquery

from tenants.accounts.models import SeatAllowance, User
from tenants.accounts.models.seat import DEFAULT_SEATS
from tenants.schemas import current_tenant


@dataclass(frozen=True)
class SeatUsage:
    """Seats of a company: bought, taken by active people, and left."""

    seats: int
    used: int

    @property
    def free(self) -> int:
        """Seats left; never negative, also when seats were cut below what is used."""
        return max(0, self.seats - self.used)


def seat_usage() -> SeatUsage | None:
    """Return the company's seats as they are now, in one query; None on the public site, which has no limit."""
    if current_tenant().is_public:
        return None
    taken = User.objects.filter(is_active=True).order_by().values("is_active")
    used = Subquery(taken.annotate(n=Count("id")).values("n"))
    row = SeatAllowance.objects.values_list("seats", used).first()
    if row is None:
        return SeatUsage(DEFAULT_SEATS, User.objects.filter(is_active=True).count())
    return SeatUsage(seats=row[0], used=row[1] or 0)
