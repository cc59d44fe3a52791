"""A code by mail for people who have nothing else to prove themselves with once more."""

import secrets
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare, salted_hmac

from tenants.accounts.models import User
from tenants.accounts.services.guess import Limit, spend_guess
from tenants.kernel.clock import now
from tenants.kernel.mail import queue_mail
from tenants.schemas import current_schema

_KEY = "step_up"
_VALID = timedelta(minutes=10)
_TRIES = 5


def _digest(user: User, code: str) -> str:
    value = f"{current_schema()}:{user.id}:{code}"
    return salted_hmac("accounts.step_up", value, algorithm="sha256").hexdigest()


def send_step_up_code(*, user: User, session: SessionBase) -> None:
    """Mail six digits that are good in this session for ten minutes.

    Raises:
        Refused: (`too_many`) after six mails within a quarter of an hour.
    """
    spend_guess([Limit("step_up.mail", str(user.id), 6, timedelta(minutes=15))])
    code = f"{secrets.randbelow(10**6):06d}"
    session[_KEY] = {
        "digest": _digest(user, code),
        "until": (now() + _VALID).isoformat(),
        "tries": 0,
    }
    queue_mail(
        to=user.email or "",
        template="account_login_code",
        context={"name": user.display_name, "code": code},
        language=user.language or None,
    )


def is_step_up_sent(*, session: SessionBase) -> bool:
    """Whether a code is under way that is still good."""
    sent = session.get(_KEY)
    if not sent:
        return False
    return datetime.fromisoformat(sent["until"]) > now() and sent["tries"] < _TRIES


def take_step_up_code(*, user: User, session: SessionBase, code: str) -> bool:
    """Whether this is the code, which is void from then on; after five wrong ones it is void as well."""
    if not is_step_up_sent(session=session):
        return False
    sent = session[_KEY]
    if constant_time_compare(sent["digest"], _digest(user, "".join(code.split()))):
        del session[_KEY]
        return True
    session[_KEY] = {**sent, "tries": sent["tries"] + 1}
    return False
