"""Documents of an application: typed by their content, limited, stored under the tenant's own prefix."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader

from public_site.enums import DOCUMENT_KINDS
from public_site.models import Review, ReviewDocument, Submission
from public_site.services.review.draft import editable
from tenants.accounts.api import User
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing

MOST_DOCUMENTS = 8
MOST_PAGES = 100
_MOST_PIXELS = 50_000_000
_PDF = "application/pdf"
_PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_SUFFIXES = {_PDF: "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What an uploaded file turned out to be."""

    content_type: str
    pages: int


def add_document(*, review_id: UUID, applicant: User, kind: str, upload: UploadedFile) -> UUID:
    """Add a document to one's own application. Call it outside a transaction: storing may go over a network.

    Raises:
        Missing: they have no such application.
        Conflict: it has been sent, or holds as many documents as it may.
        Invalid: (`file`) too large, or neither PDF, PNG nor JPEG by its content; (`kind`) unknown.
    """
    limit = settings.UPLOAD_LIMITS_BYTES["document"]
    if (upload.size or 0) > limit:
        raise Invalid(
            _("This file has %(has).1f MB; a document may have %(limit)d MB.")
            % {"has": (upload.size or 0) / 1024**2, "limit": limit // 1024**2},
            field="file",
        )
    upload.seek(0)
    content = upload.read(limit + 1)
    paper = examine(content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        _room(review_id, applicant, kind, digest)
    name = storage.fresh_name(f"reviews/{review_id}", f"paper.{_SUFFIXES[paper.content_type]}")
    key = storage.store(name, content, content_type=paper.content_type)
    try:
        with transaction.atomic():
            _room(review_id, applicant, kind, digest)
            return ReviewDocument.objects.create(
                review_id=review_id,
                kind=kind,
                name=_shown_name(upload.name or "", paper.content_type),
                key=key,
                content_type=paper.content_type,
                size_bytes=len(content),
                sha256=digest,
                pages=paper.pages,
                uploaded_at=now(),
            ).id
    except Exception:
        storage.delete(key)
        raise


def remove_document(*, review_id: UUID, applicant: User, document_id: UUID) -> None:
    """Take a document away, until sending with a way back. What a reviewer has seen stays in what was sent.

    Raises:
        Missing: there is no such document in the applicant's own application.
        Conflict: the application has been sent.
    """
    with transaction.atomic():
        review = editable(review_id, applicant)
        document = review.documents.filter(id=document_id, removed_at=None).first()
        if document is None:
            raise Missing(_("There is no such document."))
        document.removed_at = now()
        document.save(update_fields=["removed_at"])


def restore_document(*, review_id: UUID, applicant: User, document_id: UUID) -> None:
    """Undo a removal, as long as the file is there.

    Raises:
        Missing: there is no such removed document, or its file is gone.
        Conflict: the application has been sent, or holds as many documents as it may.
    """
    with transaction.atomic():
        review = editable(review_id, applicant)
        document = review.documents.filter(id=document_id, removed_at__isnull=False).first()
        if document is None or not storage.exists(document.key):
            raise Missing(_("There is no such document."))
        _room(review_id, applicant, document.kind, document.sha256)
        document.removed_at = None
        document.save(update_fields=["removed_at"])


def drop_removed(review: Review) -> None:
    """Delete the files that were taken away before anybody else saw them. Call it when sending."""
    for document in review.documents.filter(removed_at__isnull=False):
        was_sent = Submission.objects.filter(
            review=review, documents__contains=[{"id": str(document.id)}]
        ).exists()
        if not was_sent:
            transaction.on_commit(partial(storage.delete, document.key), robust=True)


def examine(content: bytes) -> Paper:
    """Return what a file is by its content; its name and announced type are not asked.

    Raises:
        Invalid: (`file`) it is not a PDF, PNG or JPEG that opens.
    """
    if not content:
        raise Invalid(_("This file is empty."), field="file")
    if content.startswith(b"%PDF-"):
        return Paper(_PDF, _pages_of(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=sorted(_PICTURES))
            if picture.width * picture.height > _MOST_PIXELS:
                raise Invalid(_("This picture is too large to be opened safely."), field="file")
            picture.load()
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        raise Invalid(
            _("This is not a PDF, PNG or JPEG, whatever its name says, or it is damaged."),
            field="file",
        ) from error
    return Paper(_PICTURES[picture.format or ""], 1)


def _pages_of(content: bytes) -> int:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        is_locked, pages = reader.is_encrypted, 0 if reader.is_encrypted else len(reader.pages)
    except Exception as error:
        # A broken PDF makes the reader raise nearly anything; all of it means: cannot be read.
        raise Invalid(
            _("This PDF is damaged and cannot be opened. Save it again."), field="file"
        ) from error
    if is_locked:
        raise Invalid(_("This PDF has a password. Save it without one."), field="file")
    if not 1 <= pages <= MOST_PAGES:
        raise Invalid(
            _("This PDF has %(n)d pages; 1 to %(most)d can be read.")
            % {"n": pages, "most": MOST_PAGES},
            field="file",
        )
    return pages


def _room(review_id: UUID, applicant: User, kind: str, digest: str) -> None:
    review = editable(review_id, applicant)
    if kind not in DOCUMENT_KINDS[review.kind]:
        raise Invalid(_("Say what the document shows."), field="kind")
    kept = list(review.documents.filter(removed_at=None).values_list("sha256", flat=True))
    if digest in kept:
        raise Invalid(_("This very file is there already."), field="file")
    if len(kept) >= MOST_DOCUMENTS:
        raise Conflict(
            _("At most %(n)d documents. Remove one first.") % {"n": MOST_DOCUMENTS}, field="file"
        )


def _shown_name(name: str, content_type: str) -> str:
    """Return the name to show: printable, and ending as what the file is."""
    bare = "".join(
        sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()
    )
    stem = bare.rpartition(".")[0] or bare or "document"
    return f"{stem[:190]}.{_SUFFIXES[content_type]}"
