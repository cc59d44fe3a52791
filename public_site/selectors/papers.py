"""Addresses of papers on the content host: signed, expiring, bound to whoever asked."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from public_site import policies
from public_site.models import Review, ReviewDocument
from tenants.accounts.api import User
from tenants.kernel.errors import Missing
from tenants.kernel.signing import BadToken, sign, unsign
from tenants.kernel.storage import content_url

PURPOSE = "public_site.paper"
LINK_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ServedPaper:
    """A stored paper that a link opens."""

    key: str
    name: str
    content_type: str


def paper_link(*, document_id: UUID, reader: User) -> str:
    """Return an address of a paper, good for ten minutes and for this reader.

    Raises:
        Missing: there is no such paper, or it is not the reader's to see: told alike.
    """
    row = (
        ReviewDocument.objects.filter(id=document_id)
        .values("review__applicant_id", "removed_at")
        .first()
    )
    if row is None or not policies.can_read_documents(reader, row["review__applicant_id"]):
        raise Missing("There is no such document.")
    if row["removed_at"] is not None and not policies.is_staff(reader):
        raise Missing("There is no such document.")
    token = sign(
        PURPOSE,
        {"d": str(document_id), "r": str(reader.id)},
        max_age_seconds=int(LINK_LIFE.total_seconds()),
    )
    return content_url("d", token, "paper")


def served_paper(token: str) -> ServedPaper:
    """Return the paper behind a link.

    Raises:
        Missing: for every reason alike: altered, expired, another tenant's; a reader who was
            deactivated or is no longer of the staff.
    """
    try:
        claims = unsign(PURPOSE, token)
    except BadToken as error:
        raise Missing("There is no such file.") from error
    row = ReviewDocument.objects.select_related("review").filter(id=UUID(claims["d"])).first()
    reader = User.objects.filter(id=UUID(claims["r"]), is_active=True).first()
    if (
        row is None
        or reader is None
        or not policies.can_read_documents(reader, row.review.applicant_id)
    ):
        raise Missing("There is no such file.")
    return ServedPaper(row.key, row.name, row.content_type)


def sample_media_of(review_id: UUID) -> UUID | None:
    """Return the video of an application's sample lesson."""
    return Review.objects.filter(id=review_id).values_list("sample_media_id", flat=True).first()
