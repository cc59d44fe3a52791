"""Signing in by employee ID on a company's host: with a code from an admin, a password, or a PIN."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tenants.accounts.enums import SignInMethod
from tenants.accounts.models import SharedDevice, User
from tenants.accounts.services.desk_code import read_code, use_code
from tenants.accounts.services.guess import Limit
from tenants.accounts.services.phone_code import employee
from tenants.accounts.services.pin import is_pin
from tenants.accounts.services.sign_in import Guess
from tenants.kernel.errors import Invalid

_QUARTER = timedelta(minutes=15)


def prove_employee(
    request: HttpRequest, *, employee_id: str, secret: str, device: SharedDevice | None
) -> tuple[User, SignInMethod]:
    """Find out whether somebody is who they say, by what they typed besides their employee ID.

    Each try is counted before it is looked at, against the device or the network it comes from; what is
    wrong is said in the same words whoever it was about.

    Args:
        device: the registered shared device of this request, if it is one; a PIN counts there only.

    Returns:
        The person, and what proved it.

    Raises:
        Refused: (`too_many`) when a limit is reached.
        Invalid: (`no_match`) for everything that is not right.
    """
    user = employee(employee_id)
    method = _method(secret, device)
    guess = Guess(kind=method, account=employee_id.strip().casefold(), user=user, request=request)
    if device is not None:
        guess.limits = _limits_on(device, employee_id)
    guess.spend()
    if user is not None and _is_right(user, method, secret) and user.is_active:
        guess.was_right()
        return user, method
    if user is None:
        _is_right(None, method, secret)  # takes the same time
    guess.was_wrong()
    raise Invalid(
        _("Employee ID and code do not belong together, or the code was used or has run out."),
        field="",
        code="no_match",
    )


def _limits_on(device: SharedDevice, employee_id: str) -> list[Limit]:
    """Return what limits guesses on a shared device; nobody outside can use these up."""
    account = f"{device.id} {employee_id.strip().casefold()}"
    return [
        Limit("desk.pair", account, 5, _QUARTER),
        Limit("desk.device", str(device.id), 60, _QUARTER),
    ]


def _method(secret: str, device: SharedDevice | None) -> SignInMethod:
    if read_code(secret):
        return SignInMethod.DESK
    digits = "".join(secret.split())
    if device is not None and len(digits) == 6 and digits.isdigit():
        return SignInMethod.PIN
    return SignInMethod.PASSWORD


def _is_right(user: User | None, method: SignInMethod, secret: str) -> bool:
    if method == SignInMethod.DESK:
        return use_code(user=user, code=read_code(secret))
    if method == SignInMethod.PIN:
        return is_pin(user=user, typed="".join(secret.split()))
    if user is None or not user.has_usable_password():
        User().set_password(secret)  # takes as long as checking one
        return False
    return user.check_password(secret)
