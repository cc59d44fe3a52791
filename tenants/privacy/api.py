"""Privacy's front door."""

from tenants.privacy.enums import Purpose
from tenants.privacy.forms import DecisionForm, SupportForm
from tenants.privacy.gate import remember_agreement
from tenants.privacy.models import SupportGrant
from tenants.privacy.selectors.overview import (
    Erasure,
    as_erasure,
    count_undecided,
    erasure_requests,
)
from tenants.privacy.selectors.support import Visit, grant_in_force, past_grants, visits
from tenants.privacy.services.consent import record_agreement, record_consent
from tenants.privacy.services.erasure import decide_erasure
from tenants.privacy.services.support import end_support, grant_support, issue_ticket
from tenants.privacy.texts import text_of

__all__ = [
    "DecisionForm",
    "Erasure",
    "Purpose",
    "SupportForm",
    "SupportGrant",
    "Visit",
    "as_erasure",
    "count_undecided",
    "decide_erasure",
    "end_support",
    "erasure_requests",
    "grant_in_force",
    "grant_support",
    "issue_ticket",
    "past_grants",
    "record_agreement",
    "record_consent",
    "remember_agreement",
    "text_of",
    "visits",
]
