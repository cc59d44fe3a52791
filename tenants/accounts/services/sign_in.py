"""Coming in: whichever way somebody proved who they are, the same happens here."""

import ipaddress
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.core.internal.httpkit import get_client_ip
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.accounts.enums import SignInMethod, SignInOutcome
from tenants.accounts.models import SignInRecord, User
from tenants.accounts.services.device import known_device, remember_device
from tenants.accounts.services.guess import Limit, give_guess_back, spend_guess
from tenants.accounts.user_agents import describe
from tenants.kernel.clock import now
from tenants.kernel.errors import Refused
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link

UNPROVED = "address_unproved"
_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)


def begin_sign_in(
    *, request: HttpRequest, user: User, method: SignInMethod, redirect_url: str = ""
) -> HttpResponseBase:
    """Let somebody in who has just proved who they are, or ask for the second step they have set up.

    Args:
        method: what the proof was; it stands in the history.
        redirect_url: where to land; by default where every sign-in lands.

    Returns:
        The answer to send: to the page, or to the second step.
    """
    record_authentication(request, user, method=str(method))
    answer: HttpResponseBase = perform_login(
        request, Login(user=user, email=user.email, redirect_url=redirect_url or None)
    )
    return answer


def finish_sign_in(
    *,
    request: HttpRequest,
    user: User,
    method: SignInMethod,
    second: SignInMethod | None = None,
    provider: str = "",
) -> None:
    """Write the history, know the device from now on, and tell the person about a new one."""
    with transaction.atomic():
        _finish(request, user, method, second, provider)


def _finish(
    request: HttpRequest,
    user: User,
    method: SignInMethod,
    second: SignInMethod | None,
    provider: str,
) -> None:
    is_new = remember_device(user=user, request=request)
    device = describe(request.headers.get("user-agent", ""))
    SignInRecord.objects.create(
        user_id=user.id,
        method=method,
        second=second or "",
        outcome=SignInOutcome.DONE,
        provider=provider[:60],
        device=device,
        new_device=is_new,
    )
    unproved = (
        user.email is not None
        and not EmailAddress.objects.filter(user=user, verified=True).exists()
    )
    if unproved:
        request.session[UNPROVED] = True
    if is_new and user.email:
        queue_mail(
            to=user.email,
            template="account_new_device",
            context={
                "name": user.display_name,
                "device": device,
                "at": now(),
                "method": SignInMethod(method).label,
                "action_url": link(reverse("accounts:sessions")),
                "action_label": _("See where you are signed in"),
                "reset_url": link(reverse("account_reset_password")),
            },
            language=user.language or None,
        )


def network_of(request: HttpRequest) -> str:
    """Return the network a request comes from: an IPv4 address, or the /64 of an IPv6 one."""
    text = get_client_ip(request) or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def spend_mail(*, address: str, request: HttpRequest) -> None:
    """Count a mail that somebody asks for, so that nobody's box is flooded.

    A device its owner has used before has an allowance of its own: a stranger cannot use it up.

    Raises:
        Refused: (`too_many`) when no mail may be sent now.
    """
    user = User.objects.filter(email=address).first()
    device = known_device(user=user, request=request) if user else None
    if device is not None:
        spend_guess([Limit("mail.device", str(device.id), 6, _QUARTER)])
        return
    spend_guess(
        [
            Limit("mail.pair", f"{network_of(request)} {address}", 6, _QUARTER),
            Limit("mail.account", address, 30, _HOUR),
        ]
    )


def guess_limits(
    *, kind: str, account: str, user: User | None, request: HttpRequest
) -> list[Limit]:
    """Return what limits guesses at an account from here.

    A device that has been used before has an allowance of its own, which nobody else can use up.
    """
    device = known_device(user=user, request=request) if user is not None else None
    if device is not None:
        return [Limit(f"{kind}.device", str(device.id), 10, _QUARTER)]
    network = network_of(request)
    return [
        Limit(f"{kind}.pair", f"{network} {account}", 10, _QUARTER),
        Limit(f"{kind}.network", network, 100, _QUARTER),
        Limit(f"{kind}.account", account, 50, _HOUR),
    ]


class Guess:
    """One guess at a password or a code: counted before it is looked at, taken back when it is right."""

    def __init__(
        self, *, kind: SignInMethod, account: str, user: User | None, request: HttpRequest
    ) -> None:
        self.method, self.user, self.request = kind, user, request
        self.limits = guess_limits(kind=str(kind), account=account, user=user, request=request)

    def spend(self) -> None:
        """Count it.

        Raises:
            Refused: (`too_many`) when it must not be looked at.
        """
        try:
            spend_guess(self.limits)
        except Refused:
            if self._record(SignInOutcome.HELD) and self.method == SignInMethod.TOTP:
                self._warn()
            raise

    def was_right(self) -> None:
        """Take the count back."""
        give_guess_back(self.limits)

    def was_wrong(self) -> None:
        """Write it into the history of the person it was about."""
        self._record(SignInOutcome.WRONG)

    def _warn(self) -> None:
        """Tell somebody that their second step is being guessed: whoever does has their password."""
        if self.user is None or not self.user.email:
            return
        queue_mail(
            to=self.user.email,
            template="account_second_held",
            context={
                "name": self.user.display_name,
                "device": describe(self.request.headers.get("user-agent", "")),
                "action_url": link(reverse("account_reset_password")),
                "action_label": _("Choose a new password"),
            },
            language=self.user.language or None,
        )

    def _record(self, outcome: SignInOutcome) -> bool:
        if self.user is None:
            return False
        facts: dict[str, Any] = {"user_id": self.user.id, "outcome": outcome}
        # One line an hour says it: the rest would let a stranger fill somebody's history.
        if (
            outcome == SignInOutcome.HELD
            and SignInRecord.objects.filter(**facts, at__gt=now() - _HOUR).exists()
        ):
            return False
        SignInRecord.objects.create(
            **facts,
            method=self.method,
            device=describe(self.request.headers.get("user-agent", "")),
        )
        return True
