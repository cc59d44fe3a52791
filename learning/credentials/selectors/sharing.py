"""Where a certificate can be shown."""

from urllib.parse import urlencode

from learning.credentials.models import Certificate
from tenants.kernel.clock import local
from tenants.kernel.names import public_link

_LINKEDIN = "https://www.linkedin.com/profile/add"


def share_link(certificate: Certificate) -> str:
    """Return the public address that says whether the certificate holds."""
    return public_link(f"/verify/{certificate.code}/")


def linkedin_link(certificate: Certificate, *, time_zone: str) -> str:
    """Return LinkedIn's "add to profile" address with the certificate filled in.

    Source: LinkedIn, "Add to Profile" for certification providers.
    """
    issued = local(certificate.issued_at, time_zone)
    return f"{_LINKEDIN}?" + urlencode(
        {
            "startTask": "CERTIFICATION_NAME",
            "name": certificate.course_title,
            "organizationName": certificate.issuer_name,
            "issueYear": issued.year,
            "issueMonth": issued.month,
            "certUrl": share_link(certificate),
            "certId": certificate.code,
        }
    )
