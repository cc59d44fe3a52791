"""Lives in: every schema. How many people a company may have; `public` has no row and no limit."""

from django.db import models

from tenants.kernel.ids import uuid7

# What a company may use before anything is bought.
DEFAULT_SEATS = 100


class SeatAllowance(models.Model):
    """The company's seats: one row, locked by every activation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Holds the table to one row: a second one would collide on it.
    only = models.BooleanField(default=True, editable=False, unique=True)
    seats = models.PositiveIntegerField(default=DEFAULT_SEATS)

    def __str__(self) -> str:
        return str(self.seats)
