"""A code by phone from the page's side: what the browser's session remembers, and what a right code leads to."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from tenants.accounts.enums import PhonePurpose, SignInMethod, SignInOutcome
from tenants.accounts.models import PhoneNumber, SignInRecord, User
from tenants.accounts.selectors.phone import user_by_proved_number
from tenants.accounts.services.device import COOKIE, known_device
from tenants.accounts.services.phone import note_proved, register_by_phone
from tenants.accounts.services.phone_code import (
    AGAIN_AFTER,
    Asking,
    Proved,
    ask_code,
    check_code,
    employee,
)
from tenants.accounts.services.sign_in import begin_sign_in, network_of
from tenants.accounts.user_agents import describe
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Refused
from tenants.kernel.models import TextChannel
from tenants.kernel.phones import display_number
from tenants.schemas import current_tenant

_ASKED, _PROVED = "phone_code", "phone_proved"
_SIGN_UP_WITHIN_SECONDS = 1800


@dataclass(frozen=True)
class Waiting:
    """A code this browser asked for.

    Args:
        shown: the number as typed, or the employee id: nothing the browser did not say itself.
        again_in: seconds until another one may be asked for.
    """

    purpose: PhonePurpose
    shown: str
    channel: TextChannel
    next_url: str
    again_in: int


def ask_from(
    request: HttpRequest,
    *,
    purpose: PhonePurpose,
    number: str = "",
    employee_id: str = "",
    channel: str = TextChannel.SMS,
    next_url: str = "",
) -> None:
    """Ask for a code on behalf of this browser, which alone can use it.

    Raises:
        Refused: (`too_many`) when a limit is reached.
    """
    secret = secrets.token_urlsafe(24)
    user = request.user if isinstance(request.user, User) else None
    code_id = ask_code(
        purpose=purpose,
        asking=Asking(
            browser=secret,
            network=network_of(request),
            device=_own_device(request, number=number, employee_id=employee_id, user=user),
            language=getattr(request, "LANGUAGE_CODE", ""),
        ),
        number=number,
        employee_id=employee_id,
        channel=channel,
        user=user if purpose == PhonePurpose.PROVE else None,
    )
    request.session[_ASKED] = {
        "id": str(code_id),
        "secret": secret,
        "purpose": str(purpose),
        "number": number,
        "employee_id": employee_id,
        "channel": str(channel),
        "next": next_url,
        "at": now().isoformat(),
    }


def _own_device(request: HttpRequest, *, number: str, employee_id: str, user: User | None) -> str:
    """Return the id of the device, when it is one the account's owner has used; only then is one looked up."""
    if COOKIE not in request.COOKIES:
        return ""
    owner = user or (user_by_proved_number(number) if number else employee(employee_id))
    device = known_device(user=owner, request=request) if owner is not None else None
    return str(device.id) if device is not None else ""


def waiting_code(request: HttpRequest) -> Waiting | None:
    """Return the code this browser waits for, if any."""
    asked = request.session.get(_ASKED)
    if not asked:
        return None
    gone = now() - datetime.fromisoformat(asked["at"])
    return Waiting(
        purpose=PhonePurpose(asked["purpose"]),
        shown=display_number(asked["number"]) if asked["number"] else asked["employee_id"],
        channel=TextChannel(asked["channel"]),
        next_url=asked["next"],
        again_in=max(0, int((AGAIN_AFTER - gone).total_seconds())),
    )


def ask_again(request: HttpRequest, *, channel: str = "") -> None:
    """Ask for another code to where the last one went.

    Raises:
        Invalid: (`code_over`) when this browser asked for none.
        Refused: (`too_soon`, `too_many`) when it has to wait.
    """
    asked, waiting = request.session.get(_ASKED), waiting_code(request)
    if not asked or waiting is None:
        raise _begin_again()
    if waiting.again_in:
        raise Refused(
            _("You can ask for another code in %(seconds)d s.") % {"seconds": waiting.again_in},
            code="too_soon",
        )
    ask_from(
        request,
        purpose=waiting.purpose,
        number=asked["number"],
        employee_id=asked["employee_id"],
        channel=channel or asked["channel"],
        next_url=asked["next"],
    )


def _begin_again() -> Invalid:
    return Invalid(_("Ask for a code first."), field="code", code="code_over")


def take_code(request: HttpRequest, *, typed: str) -> Proved:
    """Check the code this browser asked for; a wrong one is counted and stands in the person's history.

    Raises:
        Invalid: (`code`) when it is wrong, used up or too old.
    """
    asked = request.session.get(_ASKED)
    if not asked:
        raise _begin_again()
    try:
        proved = check_code(
            code_id=UUID(asked["id"]),
            purpose=PhonePurpose(asked["purpose"]),
            browser=asked["secret"],
            typed=typed,
        )
    except Invalid as error:
        if error.code == "code_wrong":
            _note_wrong(request, asked)
        raise
    del request.session[_ASKED]
    return proved


def _note_wrong(request: HttpRequest, asked: dict[str, str]) -> None:
    user = (
        user_by_proved_number(asked["number"])
        if asked["number"]
        else employee(asked["employee_id"])
    )
    if user is not None:
        SignInRecord.objects.create(
            user_id=user.id,
            method=SignInMethod.PHONE,
            outcome=SignInOutcome.WRONG,
            device=describe(request.headers.get("user-agent", "")),
        )


def enter_by_phone(
    request: HttpRequest, *, proved: Proved, next_url: str
) -> HttpResponseBase | None:
    """Let in whose number was proved, by the same door as everybody.

    Returns:
        The answer to send; None on the public site for a number that nobody has: somebody to sign up.

    Raises:
        Refused: when the account was switched off meanwhile.
    """
    user = User.objects.filter(id=proved.user_id).first() if proved.user_id else None
    if user is None:
        if not current_tenant().is_public or proved.purpose != PhonePurpose.SIGN_IN:
            raise _begin_again()
        request.session[_PROVED] = {"number": proved.number, "at": now().timestamp()}
        return None
    if not user.is_active:
        raise Refused(_("This account is switched off."))
    if not PhoneNumber.objects.filter(user=user, number=proved.number).exists():
        raise _begin_again()  # it became another one since the code was sent
    # An employee's number is an admin's word until this code; a shop's phone stays several people's.
    note_proved(user=user, number=proved.number, required=False)
    return begin_sign_in(
        request=request, user=user, method=SignInMethod.PHONE, redirect_url=next_url
    )


def proved_number(request: HttpRequest) -> str:
    """Return the number this browser has just proved and nobody has, "" when there is none."""
    proved = request.session.get(_PROVED)
    if not proved or now().timestamp() - proved["at"] > _SIGN_UP_WITHIN_SECONDS:
        return ""
    return str(proved["number"])


def sign_up_by_phone(request: HttpRequest, *, name: str, next_url: str) -> HttpResponseBase:
    """Write a consumer with the number this browser has proved, and let them in.

    Raises:
        Invalid: (`name`) when there is none; (`code_over`) when no number was proved.
        Conflict: (`phone_taken`) when the number became somebody's meanwhile.
    """
    number = proved_number(request)
    if not number:
        raise _begin_again()
    user = register_by_phone(
        number=number, name=name, language=getattr(request, "LANGUAGE_CODE", "")
    )
    del request.session[_PROVED]
    return begin_sign_in(
        request=request, user=user, method=SignInMethod.PHONE, redirect_url=next_url
    )


def prove_again(request: HttpRequest, *, user: User) -> None:
    """Write down that somebody who is signed in has their phone in their hand (step-up)."""
    record_authentication(request, user, method=str(SignInMethod.PHONE), reauthenticated=True)
