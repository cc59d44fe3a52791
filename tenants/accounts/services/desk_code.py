"""Codes that an admin makes for people and hands over on paper: eight characters, good once, for some days."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from tenants.accounts import policies
from tenants.accounts.models import DeskCode, User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import DomainError, Missing, Refused
from tenants.schemas import current_schema

# Nothing that a hurried reader takes for another: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 8  # 23 ** 8 is 78,000,000,000
LONGEST_DAYS = 30
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class IssuedCode:
    """A code in clear: shown and printed once, stored nowhere."""

    person_id: UUID
    name: str
    employee_id: str
    code: str
    expires_at: datetime


def issue_codes(
    *, person_ids: Sequence[UUID], days: int, actor: User
) -> tuple[list[IssuedCode], list[str]]:
    """Make a new code for each person; one they had before is void from now on.

    Args:
        days: for how long; 1 to 30.

    Returns:
        The codes, in the order of the people's names, and a sentence for everybody who got none.

    Raises:
        Refused: for too many at once, or a time that is too long.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("A code is good for 1 to %(days)d days.") % {"days": LONGEST_DAYS})
    if len(person_ids) > MOST_AT_ONCE:
        raise Refused(_("Choose at most %(count)d people at once.") % {"count": MOST_AT_ONCE})
    issued: list[IssuedCode] = []
    refused: list[str] = []
    users = User.objects.filter(id__in=list(person_ids)).prefetch_related("role_grants")
    for user in users.order_by("name", "id"):
        try:
            issued.append(_issue(user, days=days, actor=actor))
        except Missing:
            continue
        except DomainError as error:
            refused.append(f"{user.display_name}: {error.message}")
    return issued, refused


def _issue(user: User, *, days: int, actor: User) -> IssuedCode:
    policies.require_edit(actor, user)
    policies.require_take_over(actor, user)
    if not user.is_active:
        raise Refused(_("the account is switched off."))
    if not user.employee_id:
        raise Refused(_("there is no employee ID to sign in with. Enter one first."))
    code = new_code()
    moment = now()
    row_id = uuid4()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(id=user.id)
        _void(user, moment)
        row = DeskCode(
            id=row_id,
            user=user,
            issued_by=actor,
            issued_at=moment,
            expires_at=moment + timedelta(days=days),
        )
        row.code_digest = _digest(row, code)
        row.save(force_insert=True)
        audit.record(
            "people.sign_in_code_issued",
            actor=actor,
            target=user.display_name,
            target_id=user.id,
            changes={"expires_at": row.expires_at.isoformat()},
        )
    return IssuedCode(user.id, user.display_name, user.employee_id, shown(code), row.expires_at)


def new_code() -> str:
    """Return eight random readable characters."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def shown(code: str) -> str:
    """Return a code as it is printed: in two groups."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """Return what somebody typed as a code, "" when it cannot be one."""
    tidy = "".join(character for character in typed.upper() if character not in " -–—.\t")
    return tidy if len(tidy) == LENGTH and set(tidy) <= set(ALPHABET) else ""


def revoke_code(*, person_id: UUID, actor: User) -> bool:
    """Make a person's unused code void; return whether there was one.

    Raises:
        Missing: when there is no such person.
        Refused: when the actor may not act on this person.
    """
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).filter(id=person_id).first()
        if user is None:
            raise Missing(_("There is no such person."))
        policies.require_edit(actor, user)
        if not _void(user, now()):
            return False
        audit.record(
            "people.sign_in_code_revoked",
            actor=actor,
            target=user.display_name,
            target_id=user.id,
        )
    return True


def _void(user: User, moment: datetime) -> int:
    unused = DeskCode.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True)
    return unused.update(revoked_at=moment)


def use_code(*, user: User | None, code: str) -> bool:
    """Whether this is the person's code; it is used up from then on, whoever asks at the same time."""
    with transaction.atomic():
        row = (
            DeskCode.objects.select_for_update()
            .filter(user=user, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now())
            .first()
            if user is not None
            else None
        )
        # Somebody who is not here costs as much as somebody who is.
        of = row or DeskCode(id=uuid4(), user_id=uuid4(), code_digest="")
        if not constant_time_compare(of.code_digest, _digest(of, code)) or row is None:
            return False
        row.used_at = now()
        row.save(update_fields=["used_at"])
    return True


def _digest(row: DeskCode, code: str) -> str:
    value = f"{current_schema()}:{row.user_id}:{row.id}:{code}"
    return salted_hmac("accounts.desk_code", value, algorithm="sha256").hexdigest()
