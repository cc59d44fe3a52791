"""Jobs of credentials."""

from uuid import UUID

from learning.credentials.services import rendering
from tenants.kernel.jobs import job


@job("credentials.render_certificate", timeout_seconds=120)
def render_certificate(*, certificate_id: UUID) -> None:
    """Draw the PDF of a certificate."""
    rendering.render_certificate(certificate_id=certificate_id)
