"""Devices that several people use: registered by an admin, known by a cookie, with short sessions that end."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tenants.accounts.models import SharedDevice, User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing
from tenants.schemas import current_schema

COOKIE = "shared_device"
_COOKIE_SECONDS = 2 * 365 * 24 * 3600
IDLE_SECONDS = (15, 1800)
LONGEST_SECONDS = (60, 8 * 3600)
_MARK = "shared_device"
_USED_EVERY = timedelta(minutes=5)
# Of `seen` in the session: finer would write a row at every request.
_STEP_SECONDS = 5


@dataclass(frozen=True)
class Left:
    """How long somebody's session on a shared device still goes.

    Args:
        idle: seconds until it ends when nothing is done.
        whole: seconds until it ends whatever is done.
    """

    idle: int
    whole: int

    @property
    def seconds(self) -> int:
        """What runs out first."""
        return min(self.idle, self.whole)


def _digest(secret: str) -> str:
    value = f"{current_schema()}:{secret}"
    return salted_hmac("accounts.shared_device", value, algorithm="sha256").hexdigest()


def clean_times(*, idle_seconds: int, longest_seconds: int) -> None:
    """Ask whether a device may have these times.

    Raises:
        Invalid: (the field) when it may not.
    """
    for field, value, (least, most) in (
        ("idle_seconds", idle_seconds, IDLE_SECONDS),
        ("longest_seconds", longest_seconds, LONGEST_SECONDS),
    ):
        if not least <= value <= most:
            raise Invalid(
                _("Choose from %(least)d to %(most)d seconds.") % {"least": least, "most": most},
                field=field,
            )
    if longest_seconds < idle_seconds:
        raise Invalid(
            _("This must not be shorter than the time without activity."), field="longest_seconds"
        )


def register_device(
    *,
    name: str,
    department_id: UUID | None,
    idle_seconds: int,
    longest_seconds: int,
    actor: User,
) -> tuple[SharedDevice, str]:
    """Make a device one of many; `give_cookie` makes it this browser.

    Returns:
        The device, and the secret for its cookie, which is stored nowhere.

    Raises:
        Invalid: (the field) for a missing name or times that cannot be.
    """
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 80:
        raise Invalid(_("Give the device a name of up to 80 characters."), field="name")
    clean_times(idle_seconds=idle_seconds, longest_seconds=longest_seconds)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        device = SharedDevice.objects.create(
            name=tidy,
            department_id=department_id,
            token_digest=_digest(secret),
            idle_seconds=idle_seconds,
            longest_seconds=longest_seconds,
            registered_by=actor,
        )
        audit.record("devices.registered", actor=actor, target=device.name, target_id=device.id)
    return device, secret


def give_cookie(request: HttpRequest, response: HttpResponseBase, secret: str) -> None:
    """Make this browser the device."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=_COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def revoke_device(*, device_id: UUID, actor: User) -> bool:
    """Make a device an ordinary one; who is signed in on it is signed out at their next step.

    Returns:
        False when it was revoked already.

    Raises:
        Missing: when there is no such device.
    """
    with transaction.atomic():
        device = SharedDevice.objects.select_for_update().filter(id=device_id).first()
        if device is None:
            raise Missing(_("There is no such device."))
        if device.revoked_at is not None:
            return False
        device.revoked_at = now()
        device.save(update_fields=["revoked_at"])
        audit.record("devices.revoked", actor=actor, target=device.name, target_id=device.id)
    return True


def device_of(request: HttpRequest) -> SharedDevice | None:
    """Return the registered device this request comes from; without its cookie nothing is asked."""
    secret = request.COOKIES.get(COOKIE, "")
    if not 20 <= len(secret) <= 100:
        return None
    device = SharedDevice.objects.filter(
        token_digest=_digest(secret), revoked_at__isnull=True
    ).first()
    if device is not None and (
        device.last_used_at is None or now() - device.last_used_at > _USED_EVERY
    ):
        SharedDevice.objects.filter(id=device.id).update(last_used_at=now())
    return device


def is_marked(request: HttpRequest) -> bool:
    """Whether this session was begun, or first seen, on a shared device."""
    return _MARK in request.session


def mark_session(request: HttpRequest, device: SharedDevice) -> None:
    """Make the session of whoever is signed in one of this device, from now on."""
    moment = now().timestamp()
    request.session[_MARK] = {"device": str(device.id), "since": moment, "seen": moment}
    request.session.set_expiry(device.longest_seconds)


def time_left(request: HttpRequest, device: SharedDevice | None) -> Left | None:
    """Return how long the marked session goes on; None when it is over.

    It is over, too, when the device was revoked or is another one than where it began.
    """
    mark = request.session[_MARK]
    if device is None or mark["device"] != str(device.id):
        return None
    moment = now().timestamp()
    left = Left(
        idle=int(mark["seen"] + device.idle_seconds - moment),
        whole=int(mark["since"] + device.longest_seconds - moment),
    )
    return left if left.seconds > 0 else None


def note_activity(request: HttpRequest) -> None:
    """Begin the time without activity anew."""
    mark = request.session[_MARK]
    moment = now().timestamp()
    if moment - mark["seen"] >= _STEP_SECONDS:
        request.session[_MARK] = {**mark, "seen": moment}
