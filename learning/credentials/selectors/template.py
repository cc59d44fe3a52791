"""How the next certificates look."""

from dataclasses import dataclass

from learning.credentials.enums import CertificateFrame
from learning.credentials.models import CertificateTemplate
from tenants.schemas import current_tenant

# The product's own blue, worn until a company saves its colour.
DEFAULT_COLOUR = "#1e40af"


@dataclass(frozen=True)
class Design:
    """Whose name, colour (#rrggbb), logo and signature a certificate carries, and what frames it.

    Keys are of the schema's own storage; without a background the paper is white.
    """

    issuer_name: str
    colour: str
    logo_key: str = ""
    signatory_name: str = ""
    signatory_title: str = ""
    frame: str = CertificateFrame.BAND
    background_key: str = ""


def current_design() -> Design:
    """Return the schema's design; its owner's name in the product's blue before there is one."""
    row = CertificateTemplate.objects.first()
    if row is None:
        return Design(issuer_name=current_tenant().name, colour=DEFAULT_COLOUR)
    return Design(
        issuer_name=row.issuer_name,
        colour=row.colour,
        logo_key=row.logo_key,
        signatory_name=row.signatory_name,
        signatory_title=row.signatory_title,
        frame=row.frame,
        background_key=row.background_key,
    )
