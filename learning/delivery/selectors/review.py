"""Reviews of a course as its readers, its writer and its authors see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from learning.delivery.enums import Signature
from learning.delivery.models import CourseReview
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
    rows = list(
        CourseReview.objects.filter(course_id=course_id, removed_at=None, hidden_at=None)
        .exclude(text="")
        .select_related("enrolment__learner", "replied_by")
        .order_by("-written_at", "-id")[start : start + page_size + 1]
    )
    return ReviewPage(
        reviews=tuple(review_info(row) for row in rows[:page_size]),
        page=max(1, page),
        has_more=len(rows) > page_size,
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
    learner = row.enrolment.learner
    return ReviewInfo(
        id=row.id,
        course_id=row.course_id,
        learner_id=learner.pk,
        stars=row.stars,
        text=row.text,
        language=language_of(row.text),
        signature=row.signature,
        by=signed(learner.display_name, row.signature),
        written_at=row.written_at,
        edited_at=row.edited_at,
        is_removed=row.removed_at is not None,
        is_hidden=row.hidden_at is not None,
        reply=row.reply,
        reply_language=language_of(row.reply),
        replied_at=row.replied_at,
        replied_by=row.replied_by.display_name if row.replied_by else "",
    )
