"""Browsers that somebody has come in from before, each known by a random cookie of its own."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from tenants.accounts.models import KnownDevice, User
from tenants.kernel.clock import now
from tenants.schemas import current_schema

COOKIE = "device"
_AGE_SECONDS = 365 * 24 * 3600
_NEW = "_new_device_secret"


def _digest(user: User, secret: str) -> str:
    """One cookie serves everybody who uses the browser; what is stored of it differs for each."""
    value = f"{current_schema()}:{user.id}:{secret}"
    return salted_hmac("accounts.device", value, algorithm="sha256").hexdigest()


def known_device(*, user: User, request: HttpRequest) -> KnownDevice | None:
    """Return the device of this request, if the person has come in from it before."""
    secret = request.COOKIES.get(COOKIE, "")
    if not 20 <= len(secret) <= 100:
        return None
    return KnownDevice.objects.filter(user=user, token_hash=_digest(user, secret)).first()


def remember_device(*, user: User, request: HttpRequest) -> bool:
    """Write down that the person came in from here; the cookie goes out with the answer.

    Returns:
        Whether the device is new for somebody who has others: worth telling them.
    """
    moment = now()
    device = known_device(user=user, request=request)
    if device is not None:
        KnownDevice.objects.filter(id=device.id).update(last_seen_at=moment)
        return False
    has_others = KnownDevice.objects.filter(user=user).exists()
    secret = request.COOKIES.get(COOKIE, "")
    if not 20 <= len(secret) <= 100:
        secret = getattr(request, _NEW, "") or secrets.token_urlsafe(32)
        setattr(request, _NEW, secret)
    KnownDevice.objects.get_or_create(
        user=user,
        token_hash=_digest(user, secret),
        defaults={"first_seen_at": moment, "last_seen_at": moment},
    )
    return has_others


def send_device_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give a device that was remembered in this request its cookie."""
    secret = getattr(request, _NEW, "")
    if secret:
        response.set_cookie(
            COOKIE,
            secret,
            max_age=_AGE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure() or settings.SESSION_COOKIE_SECURE,
        )


def forget_devices(*, user: User) -> None:
    """Forget all devices of a person, as after a new password: each has to prove itself again."""
    KnownDevice.objects.filter(user=user).delete()
