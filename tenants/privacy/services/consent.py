"""Writing down what a person agreed to."""

from datetime import datetime

from django.db import transaction

from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.privacy.enums import Purpose
from tenants.privacy.models import Consent
from tenants.privacy.selectors.consent import NEEDED
from tenants.privacy.texts import text_of


def record_consent(
    *,
    user: User,
    purpose: Purpose,
    given: bool,
    language: str,
    version: str = "",
    at: datetime | None = None,
) -> None:
    """Write a yes or a no with the words it was said to, in the transaction of the act itself.

    DPDP Act 2023, section 6(10): whoever relies on consent must be able to prove it.

    Args:
        user: who said it.
        purpose: what to.
        given: False withdraws.
        language: in which the words were shown.
        version: of the words; those in force by default.
        at: when it was said (UTC); now by default.

    """
    text = text_of(purpose, language, version)
    Consent.objects.create(
        user=user,
        purpose=purpose,
        given=given,
        version=text.version,
        language=text.language,
        sha256=text.sha256,
        at=at or now(),
    )


def record_agreement(*, user: User, language: str) -> None:
    """Write a yes to everything needed for the public site."""
    with transaction.atomic():
        for purpose in NEEDED:
            record_consent(user=user, purpose=purpose, given=True, language=language)
