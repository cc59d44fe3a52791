"""PINs: six digits that somebody chose, good on their company's shared devices alone."""

from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.models import Pin, User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid

DIGITS = 6


def clean_pin(typed: str) -> str:
    """Return six digits that are not among the first that anybody would try.

    Raises:
        Invalid: (`pin`) for anything else.
    """
    pin = "".join(typed.split())
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        raise Invalid(_("A PIN has six digits."), field="pin", code="pin_invalid")
    steps = {(int(right) - int(left)) % 10 for left, right in pairwise(pin)}
    halves = pin[:3] == pin[3:] or pin[:2] * 3 == pin
    if steps in ({0}, {1}, {9}) or halves:
        raise Invalid(_("This PIN is too easy to guess."), field="pin", code="pin_weak")
    return pin


def set_pin(*, user: User, pin: str) -> None:
    """Give somebody a PIN of their own choice, in the place of the one they had.

    Raises:
        Invalid: (`pin`) when it cannot be.
    """
    wanted = clean_pin(pin)
    with transaction.atomic():
        Pin.objects.update_or_create(
            user=user, defaults={"pin_hash": make_password(wanted), "set_at": now()}
        )
        audit.record("account.pin_set", actor=user, target=user.display_name, target_id=user.id)


def remove_pin(*, user: User) -> bool:
    """Take somebody's PIN away; return whether there was one."""
    with transaction.atomic():
        deleted, _by_model = Pin.objects.filter(user=user).delete()
        if deleted:
            audit.record(
                "account.pin_removed", actor=user, target=user.display_name, target_id=user.id
            )
    return bool(deleted)


def has_pin(*, user: User) -> bool:
    """Whether somebody has chosen a PIN."""
    return Pin.objects.filter(user=user).exists()


def is_pin(*, user: User | None, typed: str) -> bool:
    """Whether this is the person's PIN. Takes as long for people who have none."""
    row = Pin.objects.filter(user=user).first() if user is not None else None
    if row is None:
        make_password(typed)
        return False
    return check_password(typed, row.pin_hash)
