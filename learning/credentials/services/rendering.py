"""The certificate on paper: drawn once, kept, and its digest told to the registry."""

import hashlib
import json
import mimetypes
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import translation

from learning.credentials.enums import CertificateState
from learning.credentials.events import CertificateRendered
from learning.credentials.models import Certificate
from learning.credentials.selectors.sheet import sheet_of
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.events import publish
from tenants.notify.api import notify
from tenants.schemas import current_tenant

log = structlog.get_logger(__name__)

# The name under which the credential lies inside the PDF, by which the public check finds it.
ATTACHMENT = "credential.json"
_LOGO = "logo"
_BACKGROUND = "background"
_NEWS_FOR = timedelta(days=7)


def render_certificate(*, certificate_id: UUID) -> None:
    """Make the PDF of a certificate; one that is there already stays as it is.

    Drawing happens outside any transaction. The file's name holds its digest, so two workers at once
    do not overwrite each other; the first to finish is recorded.

    Raises:
        Exception: whatever stopped it, after the certificate was marked as delayed; the job tries again.
    """
    certificate = Certificate.objects.get(id=certificate_id)
    if certificate.state == CertificateState.READY and storage.exists(certificate.pdf_key):
        return
    try:
        pdf = draw(certificate)
        digest = hashlib.sha256(pdf).hexdigest()
        key = storage.store(f"certificates/{certificate_id}/{digest[:16]}.pdf", pdf)
    except Exception:
        Certificate.objects.filter(id=certificate_id).exclude(state=CertificateState.READY).update(
            state=CertificateState.FAILED
        )
        raise
    _record(certificate_id=certificate_id, key=key, digest=digest)


def draw(certificate: Certificate) -> bytes:
    """Return the certificate as PDF, with its signed credential embedded."""
    # WeasyPrint takes half a second to load, which every other process would spend at its start.
    from tenants.kernel.pdf import DATA_ROOT, EmbeddedFile, render_pdf

    tenant = current_tenant()
    pictures = {
        name: picture
        for name, key in (
            (_LOGO, certificate.logo_key),
            (_BACKGROUND, certificate.background_key),
        )
        if (picture := _picture(key, certificate)) is not None
    }
    # The document's title too, not only the sheet, whatever language the worker happens to be in.
    with translation.override("en"):
        return render_pdf(
            template="learning/credentials/certificate_pdf.html",
            context={
                "sheet": sheet_of(certificate, time_zone=tenant.time_zone),
                "issued_at": certificate.issued_at,
                "logo_url": f"{DATA_ROOT}{_LOGO}" if _LOGO in pictures else "",
                "background_url": f"{DATA_ROOT}{_BACKGROUND}" if _BACKGROUND in pictures else "",
            },
            attachments=[
                EmbeddedFile(
                    name=ATTACHMENT,
                    content=credential_bytes(certificate.credential),
                    made_at=certificate.issued_at,
                    description="Signed Open Badges 3.0 credential",
                )
            ],
            data=pictures,
        )


def credential_bytes(credential: dict[str, Any]) -> bytes:
    """Return a credential as the JSON file that people are given."""
    return json.dumps(credential, ensure_ascii=False, indent=2).encode()


def _picture(key: str, certificate: Certificate) -> tuple[bytes, str] | None:
    """Return a picture's bytes and media type; without its logo a certificate prints the name."""
    if not key:
        return None
    try:
        content = storage.read(key)
    except FileNotFoundError:
        log.warning("certificate_picture_gone", certificate_id=str(certificate.id), key=key)
        return None
    return content, mimetypes.guess_type(key)[0] or "image/png"


def _record(*, certificate_id: UUID, key: str, digest: str) -> None:
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(id=certificate_id)
        if certificate.state == CertificateState.READY and storage.exists(certificate.pdf_key):
            return
        certificate.state = CertificateState.READY
        certificate.pdf_key = key
        certificate.pdf_sha256 = digest
        certificate.rendered_at = now()
        certificate.save(update_fields=["state", "pdf_key", "pdf_sha256", "rendered_at"])
        _tell(certificate)
        publish(
            CertificateRendered(
                certificate_id=certificate.id,
                code=certificate.code,
                pdf_sha256=digest,
                rendered_at=certificate.rendered_at,
            )
        )


def _tell(certificate: Certificate) -> None:
    # One drawn anew long after it was issued is no news.
    if now() - certificate.issued_at > _NEWS_FOR:
        return
    notify(
        to=certificate.learner_id,
        kind="learning.certificate_ready",
        context={"course_title": certificate.course_title, "code": certificate.code},
        dedupe_key=f"certificate:{certificate.id}",
        url=f"/learn/certificates/{certificate.id}/",
        about=f"certificate:{certificate.id}",
    )
