"""Codes sent to phones: asked for, sent by a job, checked. What limits them is in Postgres, where it survives.

Asking costs the same and answers the same whether or not anybody here has the number: the row is written
before anybody is looked up, and the job that sends the code does the looking up.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from tenants.accounts.enums import PhonePurpose
from tenants.accounts.models import PhoneCode, PhoneNumber, User
from tenants.accounts.services.guess import Limit, spend_guess
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Refused
from tenants.kernel.jobs import enqueue
from tenants.kernel.models import TextChannel
from tenants.kernel.names import origin
from tenants.kernel.phones import prefix_of
from tenants.kernel.texts import queue_text
from tenants.schemas import current_schema, current_tenant

DIGITS = 6
TRIES = 5
LIFE = timedelta(minutes=10)
SENDS = 3
SENDS_WITHIN = timedelta(minutes=10)
AGAIN_AFTER = timedelta(seconds=30)
KEPT_FOR = timedelta(days=1)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
# The longest value a registered text may carry in one place (DLT).
_LONGEST_VALUE = 30


@dataclass(frozen=True)
class Asking:
    """Who asks for a code.

    Args:
        browser: a secret that only this browser's session knows; a code is good with it alone.
        network: where the request comes from.
        device: id of a device that the person has used before, "" for any other.
        language: of the text.
    """

    browser: str
    network: str
    device: str = ""
    language: str = ""


@dataclass(frozen=True)
class Proved:
    """A code was right: this number is in the hands of whoever typed it."""

    number: str
    user_id: UUID | None
    purpose: PhonePurpose


def ask_code(
    *,
    purpose: PhonePurpose,
    asking: Asking,
    number: str = "",
    employee_id: str = "",
    channel: TextChannel | str = TextChannel.SMS,
    user: User | None = None,
) -> UUID:
    """Ask for a code to a number, or to the number of whoever has an employee id.

    Args:
        number: E.164; "" when asked by employee id.
        employee_id: as typed; "" when asked by number.
        user: who is signed in, to prove a number of theirs.

    Returns:
        The id under which the code is checked.

    Raises:
        Refused: (`too_many`) when a limit is reached; the same for numbers nobody has.
    """
    subject = number or f"employee:{employee_id.casefold()}"
    with transaction.atomic():
        # The first of these rows is locked until the end: asking twice at once counts twice.
        spend_guess(_limits(subject=subject, number=number, asking=asking))
        _refuse_too_soon(number=number, employee_id=employee_id, device=asking.device)
        row = PhoneCode.objects.create(
            purpose=purpose,
            number=number,
            employee_id=employee_id[:40],
            user=user,
            channel=TextChannel(channel),
            language=asking.language,
            device=asking.device,
            browser_digest=_browser_digest(asking.browser),
            created_at=now(),
            expires_at=now() + LIFE,
        )
        enqueue("accounts.send_phone_code", code_id=row.id)
    return row.id


def _limits(*, subject: str, number: str, asking: Asking) -> list[Limit]:
    """Return what an hour and a day allow.

    A stranger can use up what a number, its block or the company may get. Devices that people have used
    before have allowances of their own for all three, so nobody is locked out of what is theirs.
    """
    day = f"{subject} {asking.device}"
    known = "known" if asking.device else ""
    limits = [
        Limit("text.day", day, settings.PHONE_CODES_PER_NUMBER_DAY, _DAY),
        Limit("text.network", asking.network, settings.PHONE_CODES_PER_NETWORK_HOUR, _HOUR),
        Limit("text.tenant", known, settings.PHONE_CODES_PER_COMPANY_HOUR, _HOUR),
    ]
    if number:
        prefix = f"{prefix_of(number)} {known}".rstrip()
        limits.append(Limit("text.prefix", prefix, settings.PHONE_CODES_PER_PREFIX_HOUR, _HOUR))
    return limits


def _refuse_too_soon(*, number: str, employee_id: str, device: str) -> None:
    """Raise Refused when three were asked for within ten minutes, whichever ten minutes those are.

    Three by all devices that nobody knows, and three by each that the owner has used before: else three
    askings of a stranger would keep the owner out until they were ten minutes old, and then again.
    """
    moment = now()
    asked = PhoneCode.objects.filter(created_at__gt=moment - SENDS_WITHIN, device=device)
    asked = asked.filter(number=number) if number else asked.filter(employee_id__iexact=employee_id)
    times = list(asked.order_by("-created_at").values_list("created_at", flat=True)[:SENDS])
    if len(times) < SENDS:
        return
    wait = times[-1] + SENDS_WITHIN - moment
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    raise Refused(
        _("Three codes were sent already. Wait %(minutes)d min, or use the newest one.")
        % {"minutes": minutes},
        code="too_many",
    )


def send_phone_code(*, code_id: UUID) -> None:
    """Make a code and write the text, if somebody is to get it. A repeat makes no second one."""
    with transaction.atomic():
        row = PhoneCode.objects.select_for_update().filter(id=code_id).first()
        if row is None or row.sent_at is not None or row.expires_at <= now():
            return
        user = _person_of(row)
        number = row.number
        if row.purpose == PhonePurpose.EMPLOYEE:
            number = _number_of(user)
        if not _may_get(row, user, number):
            return
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        row.user, row.number, row.sent_at = user, number, now()
        row.code_digest = _code_digest(row, code)
        row.save(update_fields=["user", "number", "sent_at", "code_digest"])
        proving = row.purpose == PhonePurpose.PROVE
        queue_text(
            to=number,
            template="number_code" if proving else "sign_in_code",
            context={
                "code": code,
                "place": current_tenant().name[:_LONGEST_VALUE],
                "minutes": int(LIFE.total_seconds() // 60),
                "host": origin().partition("://")[2].partition(":")[0],
            },
            channel=row.channel,
            language=row.language or None,
            dedupe_key=f"phone_code:{row.id}",
            valid_until=row.expires_at,
        )


def _person_of(row: PhoneCode) -> User | None:
    if row.purpose == PhonePurpose.PROVE:
        return row.user
    if row.purpose == PhonePurpose.EMPLOYEE:
        return employee(row.employee_id)
    found = PhoneNumber.objects.select_related("user").filter(
        number=row.number, verified_at__isnull=False
    )
    phone = found.first()
    return phone.user if phone else None


def employee(employee_id: str) -> User | None:
    """Return the person with an employee id as typed: exactly, or whatever its case if that is one person."""
    typed = employee_id.strip()
    if not typed or current_tenant().is_public:
        return None
    found = list(User.objects.filter(employee_id__iexact=typed, merged_into__isnull=True)[:3])
    exact = [user for user in found if user.employee_id == typed]
    return exact[0] if exact else (found[0] if len(found) == 1 else None)


def _number_of(user: User | None) -> str:
    phone = PhoneNumber.objects.filter(user=user).first() if user is not None else None
    return phone.number if phone else ""


def _may_get(row: PhoneCode, user: User | None, number: str) -> bool:
    """Whether a code goes out: to somebody of here, or on the public site to whoever may sign up."""
    if not number or (user is not None and not user.is_active):
        return False
    if user is None:
        return row.purpose == PhonePurpose.SIGN_IN and current_tenant().is_public
    sent = PhoneCode.objects.filter(
        number=number, device=row.device, sent_at__gt=now() - SENDS_WITHIN
    )
    return sent.exclude(id=row.id).count() < SENDS


def check_code(*, code_id: UUID, purpose: PhonePurpose, browser: str, typed: str) -> Proved:
    """Check a code. A wrong one is counted, which the refusal does not undo.

    Args:
        code_id: as `ask_code` returned it to this browser.
        typed: as the person typed it.

    Raises:
        Invalid: (`code`) `code_wrong` with the tries that are left, or `code_over` when only a new one helps.
    """
    digits = "".join(character for character in typed if character.isdecimal())
    alive = PhoneCode.objects.filter(
        id=code_id, purpose=purpose, used_at__isnull=True, expires_at__gt=now(), tries__lt=TRIES
    )
    # Without a lock first: somebody who goes on guessing at a dead code costs one small read each.
    if not alive.exists():
        raise _over()
    with transaction.atomic():
        row = alive.select_for_update().first()
        right = row is not None and _is_right(row, browser, digits)
        if row is not None:
            row.tries = F("tries") + 1
            row.used_at = now() if right else None
            row.save(update_fields=["tries", "used_at"])
            row.refresh_from_db(fields=["tries"])
    if row is None:
        raise _over()
    if not right:
        left = TRIES - row.tries
        if left <= 0:
            raise _over()
        raise Invalid(
            _("That code is not right. Look again at the newest text; %(left)d tries are left.")
            % {"left": left},
            field="code",
            code="code_wrong",
        )
    return Proved(row.number, row.user_id, PhonePurpose(row.purpose))


def _over() -> Invalid:
    return Invalid(
        _("This code is used up or too old. Ask for a new one."), field="code", code="code_over"
    )


def _is_right(row: PhoneCode, browser: str, digits: str) -> bool:
    same_browser = constant_time_compare(row.browser_digest, _browser_digest(browser))
    same_code = constant_time_compare(row.code_digest, _code_digest(row, digits))
    return bool(row.code_digest) and same_browser and same_code


def _browser_digest(browser: str) -> str:
    value = f"{current_schema()}:{browser}"
    return salted_hmac("accounts.phone_browser", value, algorithm="sha256").hexdigest()


def _code_digest(row: PhoneCode, code: str) -> str:
    """Return what is stored of a code: bound to schema, purpose, number, asking and browser."""
    value = f"{current_schema()}:{row.purpose}:{row.number}:{row.id}:{row.browser_digest}:{code}"
    return salted_hmac("accounts.phone_code", value, algorithm="sha256").hexdigest()


def forget_old_codes() -> int:
    """Delete codes of yesterday and before, with the numbers in them; return how many."""
    deleted, _by_model = PhoneCode.objects.filter(created_at__lt=now() - KEPT_FOR).delete()
    return deleted
