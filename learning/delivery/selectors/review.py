"""Reviews of a course as its readers, its writer and its authors see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from learning.delivery.enums import Signature
from learning.delivery.models import CourseReview
from tenants.kernel.statements import ANY_ID, Written
from tenants.kernel.words import initials

PAGE_SIZE = 10
# The first letters of a text tell which language it is set in; Devanagari is taken for Hindi.
_SCRIPTS = (
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("ta", "\u0b80", "\u0bff"),
    ("te", "\u0c00", "\u0c7f"),
)


@dataclass(frozen=True, slots=True)
class ReviewInfo:
    """One review. `by` is how its writer wants to be named; `language` picks the font."""

    id: UUID
    course_id: UUID
    learner_id: UUID
    stars: int
    text: str
    language: str
    signature: str
    by: str
    written_at: datetime
    edited_at: datetime | None
    is_removed: bool
    is_hidden: bool
    reply: str
    reply_language: str
    replied_at: datetime | None
    replied_by: str

    @property
    def is_shown(self) -> bool:
        """Whether others see it."""
        return not self.is_removed and not self.is_hidden


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Reviews with words, the newest first."""

    reviews: tuple[ReviewInfo, ...]
    page: int
    has_more: bool

    @property
    def before(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after."""
        return self.page + 1


def signed(name: str, signature: str) -> str:
    """Return how somebody is named to others."""
    if signature == Signature.NAME:
        return name
    if signature == Signature.INITIALS:
        return initials(name)
    return _("A learner")


def language_of(text: str) -> str:
    """Return the language a text is set in, by its first letter of an Indian script; else English."""
    for sign in text[:200]:
        for language, first, last in _SCRIPTS:
            if first <= sign <= last:
                return language
    return "en"


def shown_reviews(course_id: UUID, *, page: int = 1, page_size: int = PAGE_SIZE) -> ReviewPage:
    """Return one page of the reviews that say something, in one query. Beyond the last is empty."""
    start = (max(1, page) - 1) * page_size
    rows = _SHOWN.rows(course_id, limit=page_size + 1, offset=start)
    return ReviewPage(
        reviews=tuple(_info(*row) for row in rows[:page_size]),
        page=max(1, page),
        has_more=len(rows) > page_size,
    )


def _shown(course_id: UUID) -> "QuerySet[CourseReview, Any]":
    # What is named below and no more: whole accounts would come with each review otherwise.
    return (
        CourseReview.objects.filter(course_id=course_id, removed_at=None, hidden_at=None)
        .exclude(text="")
        .order_by("-written_at", "-id")
        .values_list(
            "id",
            "course_id",
            "enrolment__learner_id",
            "stars",
            "text",
            "signature",
            "written_at",
            "edited_at",
            "reply",
            "replied_at",
            "enrolment__learner__name",
            "enrolment__learner__email",
            "replied_by__name",
            "replied_by__email",
        )
    )


_SHOWN = Written(_shown, ANY_ID)


def _info(*row: Any, is_removed: bool = False, is_hidden: bool = False) -> ReviewInfo:
    """Return a review from the values that `_shown` names, in their order."""
    *own, name, address, replier, replier_address = row
    review_id, course_id, learner_id, stars, text, signature, written, edited, reply, replied = own
    return ReviewInfo(
        id=review_id,
        course_id=course_id,
        learner_id=learner_id,
        stars=stars,
        text=text,
        language=language_of(text),
        signature=signature,
        by=signed(name or address or "", signature),
        written_at=written,
        edited_at=edited,
        is_removed=is_removed,
        is_hidden=is_hidden,
        reply=reply,
        reply_language=language_of(reply),
        replied_at=replied,
        replied_by=replier or replier_address or "",
    )


def own_review(enrolment_id: UUID) -> ReviewInfo | None:
    """Return what a learner wrote about the course of an enrolment, also when it is not shown."""
    row = (
        CourseReview.objects.filter(enrolment_id=enrolment_id)
        .select_related("enrolment__learner", "replied_by")
        .first()
    )
    return review_info(row) if row else None


def review_by_id(review_id: UUID) -> ReviewInfo | None:
    """Return a review, shown or not, or None."""
    row = (
        CourseReview.objects.filter(id=review_id)
        .select_related("enrolment__learner", "replied_by")
        .first()
    )
    return review_info(row) if row else None


def review_info(row: CourseReview) -> ReviewInfo:
    """Return the frozen form of a row with its learner."""
    learner, replier = row.enrolment.learner, row.replied_by
    return _info(
        row.id,
        row.course_id,
        learner.pk,
        row.stars,
        row.text,
        row.signature,
        row.written_at,
        row.edited_at,
        row.reply,
        row.replied_at,
        learner.name,
        learner.email,
        replier.name if replier else "",
        replier.email if replier else "",
        is_removed=row.removed_at is not None,
        is_hidden=row.hidden_at is not None,
    )
