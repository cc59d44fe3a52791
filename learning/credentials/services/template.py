"""The design of certificates, kept as the company's brand says."""

from learning.credentials.enums import CertificateFrame
from learning.credentials.models import CertificateTemplate
from learning.credentials.models.template import HEX_COLOUR
from learning.credentials.selectors.template import Design
from tenants.kernel.clock import now


def set_design(*, design: Design) -> None:
    """Keep a design for the certificates issued from now on; earlier ones stay as they were signed.

    Raises:
        ValidationError: when the colour is not `#rrggbb`.
        ValueError: when there is no such frame.
    """
    HEX_COLOUR(design.colour)
    frame = CertificateFrame(design.frame)
    CertificateTemplate.objects.update_or_create(
        only=1,
        defaults={
            "issuer_name": design.issuer_name,
            "colour": design.colour,
            "logo_key": design.logo_key,
            "signatory_name": design.signatory_name,
            "signatory_title": design.signatory_title,
            "frame": frame,
            "background_key": design.background_key,
            "updated_at": now(),
        },
    )
