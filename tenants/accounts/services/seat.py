"""Taking seats, one activation after the other."""

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.models import SeatAllowance, User
from tenants.kernel.errors import Conflict
from tenants.schemas import current_tenant


def take_seats(count: int = 1) -> None:
    """Make sure that `count` more people may be active, and hold it so until the transaction ends.

    The row lock makes activations wait for each other: two of them cannot both see the last free
    seat. Call it before the people are written, in their transaction.

    Raises:
        Conflict: (`no_seat`) when fewer are free.
    """
    if current_tenant().is_public:
        return
    SeatAllowance.objects.get_or_create(only=True)
    allowance = SeatAllowance.objects.select_for_update().get(only=True)
    used = User.objects.filter(is_active=True).count()
    if used + count > allowance.seats:
        raise Conflict(
            _(
                "All %(seats)d seats of your company are taken, or too few are free for this. "
                "Deactivate somebody or ask for more seats."
            )
            % {"seats": allowance.seats},
            code="no_seat",
        )


def set_seats(*, seats: int) -> None:
    """Set how many people the company may have; nobody is deactivated when it is fewer than now."""
    with transaction.atomic():
        SeatAllowance.objects.get_or_create(only=True)
        SeatAllowance.objects.select_for_update().filter(only=True).update(seats=seats)
