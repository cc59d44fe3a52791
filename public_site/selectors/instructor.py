"""Instructors as the public sees them: what they said and was approved, and what they published."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from learning.catalogue.api import CourseCard, Language, Skill, published_by
from public_site.models import InstructorProfile


@dataclass(frozen=True, slots=True)
class InstructorInfo:
    """An approved instructor. Nothing here is counted or praised that is not in the database."""

    user_id: UUID
    slug: str
    name: str
    native_name: str
    native_language: str
    headline: str
    bio: str
    bio_language: str
    subjects: tuple[str, ...]
    languages: tuple[str, ...]
    since: datetime
    courses: tuple[CourseCard, ...]

    @property
    def lessons_total(self) -> int:
        """Lessons of the published courses."""
        return sum(card.lessons_total for card in self.courses)

    @property
    def duration_seconds(self) -> int:
        """Length of the published courses."""
        return sum(card.duration_seconds for card in self.courses)


def instructor_by_slug(slug: str) -> InstructorInfo | None:
    """Return an instructor with their courses, in two queries.

    None when there is no such instructor, the approval was taken back or the account is closed.
    """
    row = _public().filter(slug=slug).select_related("user").first()
    if row is None:
        return None
    return InstructorInfo(
        user_id=row.user_id,
        slug=slug,
        name=row.user.display_name,
        native_name=row.user.native_name,
        native_language=row.user.native_language,
        headline=row.headline,
        bio=row.bio,
        bio_language=row.bio_language,
        subjects=tuple(str(one.label) for one in Skill if one.value in row.subjects),
        languages=tuple(str(one.label) for one in Language if one.value in row.languages),
        since=row.since,
        courses=published_by(row.user_id),
    )


def instructor_slug_of(user_id: UUID) -> str:
    """Return the word of somebody's public profile, empty when they have none. One query."""
    return _public().filter(user_id=user_id).values_list("slug", flat=True).first() or ""


def instructor_addresses() -> list[tuple[str, datetime]]:
    """Return slug and beginning of every public profile."""
    rows = _public().order_by("slug").values_list("slug", "since")
    return [(slug, since) for slug, since in rows if slug]


def _public() -> QuerySet[InstructorProfile]:
    return InstructorProfile.objects.filter(
        slug__isnull=False, withdrawn_at=None, user__is_active=True
    )
