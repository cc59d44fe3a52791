"""Lives in: every schema. What people agreed to, asked for, and who looked in with permission."""

from tenants.privacy.models.archive import PersonalArchive
from tenants.privacy.models.consent import Consent
from tenants.privacy.models.erasure import ErasureRequest
from tenants.privacy.models.support import SupportGrant, SupportVisit

__all__ = ["Consent", "ErasureRequest", "PersonalArchive", "SupportGrant", "SupportVisit"]
