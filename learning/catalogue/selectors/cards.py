"""A published course as it appears in a list, with the figures of its frozen version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F

from learning.catalogue.enums import Format, Industry, Language, Level
from learning.catalogue.models import CourseVersion
from learning.catalogue.selectors.outline import MOST_KEPT, OUTLINE_TEXT, outline_modules


@dataclass(frozen=True, slots=True)
class CardModule:
    """One module as a segment of the bar: `duration_seconds` is its weight."""

    id: UUID
    title: str
    lessons_total: int
    duration_seconds: int
    # Progress is kept by lesson; a bar of a learner's own needs to know which lie where.
    lesson_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """What learners' reviews come to. `spread` says how many gave 1, 2, 3, 4 and 5 stars."""

    count: int
    total: int
    spread: tuple[int, ...]

    @property
    def average(self) -> float:
        """The mean, to one decimal; 0 when nobody has reviewed."""
        return round(self.total / self.count, 1) if self.count else 0.0

    @property
    def rows(self) -> tuple[tuple[int, int], ...]:
        """Stars and how many gave so many, five first."""
        return tuple((stars, self.spread[stars - 1]) for stars in range(5, 0, -1))


NO_RATING = Rating(0, 0, (0, 0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list. Title and cover are the course's own, the figures one version's."""

    id: UUID
    slug: str
    title: str
    summary: str
    language: str
    level: str
    industry: str
    hue: int
    figure: str
    status: str
    instructor_name: str
    version_id: UUID
    version_number: int
    modules: tuple[CardModule, ...]
    modules_total: int
    lessons_total: int
    duration_seconds: int
    published_at: datetime
    skills: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    rating: Rating = NO_RATING

    @property
    def duration_minutes(self) -> int:
        """The length in whole minutes, rounded up."""
        return -(-self.duration_seconds // 60)

    @property
    def level_label(self) -> str:
        """The level's name in the reader's language."""
        return str(Level(self.level).label)

    @property
    def industry_label(self) -> str:
        """The kind of selling, in the reader's language."""
        return str(Industry(self.industry).label)

    @property
    def language_label(self) -> str:
        """The language's name in itself."""
        return str(Language(self.language).label)

    @property
    def format_labels(self) -> tuple[str, ...]:
        """What one does in it, in the reader's language."""
        return tuple(str(Format(one).label) for one in self.formats)


# None of a lesson's text is ever loaded for a card, and no outline for one without its modules.
CARD_FIELDS = (
    "id",
    "number",
    "published_at",
    "modules_total",
    "lessons_total",
    "duration_seconds",
    "course__id",
    "course__slug",
    "course__title",
    "course__summary",
    "course__language",
    "course__level",
    "course__industry",
    "course__hue",
    "course__figure",
    "course__status",
    "course__instructor_name",
    "course__skills",
    "course__rating_count",
    "course__rating_sum",
    "course__rating_spread",
    "formats",
)


# What a card with its modules is asked with besides.
WITH_MODULES = {"outline_text": OUTLINE_TEXT}


@lru_cache(maxsize=MOST_KEPT)
def card_modules(text: str) -> tuple[CardModule, ...]:
    """Return the segments of a frozen outline, given as JSON; made now or before."""
    return tuple(
        CardModule(
            id=module.id,
            title=module.title,
            lessons_total=len(module.lessons),
            duration_seconds=module.duration_seconds,
            lesson_ids=tuple(lesson.id for lesson in module.lessons),
        )
        for module in outline_modules(text)
    )


def cards_of_versions(version_ids: Iterable[UUID]) -> dict[UUID, CourseCard]:
    """Return the card of each version, by version id, in one query.

    For enrolments, which stay on the version they began with.
    """
    rows = CourseVersion.objects.filter(id__in=set(version_ids)).values(
        *CARD_FIELDS, **WITH_MODULES
    )
    return {row["id"]: card_of(row) for row in rows}


def cards_of_courses(course_ids: Iterable[UUID]) -> dict[UUID, CourseCard]:
    """Return the card of each course's current version, by course id, in one query.

    Courses never published are left out; archived ones are not, their `status` says so.
    """
    rows = CourseVersion.objects.filter(
        course_id__in=set(course_ids), course__current_version_id=F("id")
    ).values(*CARD_FIELDS, **WITH_MODULES)
    return {row["course__id"]: card_of(row) for row in rows}


def card_of(row: dict[str, Any]) -> CourseCard:
    """Return the card of one row of `CARD_FIELDS`, without its modules unless it has `WITH_MODULES`, too."""
    return CourseCard(
        id=row["course__id"],
        slug=row["course__slug"],
        title=row["course__title"],
        summary=row["course__summary"],
        language=row["course__language"],
        level=row["course__level"],
        industry=row["course__industry"],
        hue=row["course__hue"],
        figure=row["course__figure"],
        status=row["course__status"],
        instructor_name=row["course__instructor_name"],
        version_id=row["id"],
        version_number=row["number"],
        modules=card_modules(row["outline_text"]) if "outline_text" in row else (),
        modules_total=row["modules_total"],
        lessons_total=row["lessons_total"],
        duration_seconds=row["duration_seconds"],
        published_at=row["published_at"],
        skills=tuple(row["course__skills"]),
        formats=tuple(row["formats"]),
        rating=Rating(
            row["course__rating_count"],
            row["course__rating_sum"],
            tuple(row["course__rating_spread"]),
        ),
    )
