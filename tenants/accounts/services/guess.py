"""Counting guesses, so that guessing is hopeless and nobody can lock anybody else out.

Every guess is counted before it is looked at, in Postgres: a 4xx commits it, and an emptied Redis does
not forget it. Counts belong to who guesses (network address, known device) as well as to the account;
a count that only the account has never stops a device that the account's owner has used before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tenants.accounts.models import GuessCount
from tenants.kernel.clock import now
from tenants.kernel.errors import Refused
from tenants.schemas import current_schema


@dataclass(frozen=True)
class Limit:
    """At most `allowed` guesses of a kind about a subject within `window`."""

    kind: str
    subject: str
    allowed: int
    window: timedelta

    @property
    def key(self) -> str:
        """What the count is stored under; it tells neither account nor address."""
        value = f"{current_schema()}:{self.kind}:{self.subject}"
        return salted_hmac("accounts.guess", value, algorithm="sha256").hexdigest()


def spend_guess(limits: Sequence[Limit]) -> None:
    """Count one guess against every limit, or none when one of them is used up.

    The rows stay locked until the transaction ends, so that guesses made at once are counted one
    after the other.

    Raises:
        Refused: (`too_many`) when a limit is used up; the guess must not be looked at.
    """
    moment = now()
    by_key = {limit.key: limit for limit in limits}
    with transaction.atomic():
        GuessCount.objects.bulk_create(
            [
                GuessCount(key=key, window_ends_at=moment + limit.window)
                for key, limit in sorted(by_key.items())
            ],
            ignore_conflicts=True,
        )
        rows = list(GuessCount.objects.select_for_update().filter(key__in=by_key).order_by("key"))
        for row in rows:
            if row.window_ends_at <= moment:
                row.guesses = 0
                row.window_ends_at = moment + by_key[row.key].window
        used_up = [row for row in rows if row.guesses >= by_key[row.key].allowed]
        if not used_up:
            for row in rows:
                row.guesses += 1
        GuessCount.objects.bulk_update(rows, ["guesses", "window_ends_at"])
    if used_up:
        wait = max(row.window_ends_at for row in used_up) - moment
        minutes = max(1, round(wait.total_seconds() / 60))
        raise Refused(
            _("Too many tries. Wait %(minutes)d min, or sign in another way.")
            % {"minutes": minutes},
            code="too_many",
        )


def give_guess_back(limits: Sequence[Limit]) -> None:
    """Take back the count of a guess that was right: only wrong ones shall count."""
    GuessCount.objects.filter(key__in=[limit.key for limit in limits], guesses__gt=0).update(
        guesses=F("guesses") - 1
    )


def forget_old_guesses() -> int:
    """Delete counts whose window is over; return how many."""
    deleted, _by_model = GuessCount.objects.filter(window_ends_at__lt=now()).delete()
    return deleted
