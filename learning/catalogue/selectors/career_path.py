"""Career paths as learners read them: steps with the courses that can be taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from learning.catalogue.enums import CareerLevel, CourseStatus, Language, PathStatus, Skill
from learning.catalogue.models import CareerPath, PathStep
from learning.catalogue.selectors.cards import CourseCard, cards_of_courses
from tenants.kernel.errors import Missing
from tenants.kernel.markup import render_markdown


@dataclass(frozen=True, slots=True)
class PathStepInfo:
    """A step, counted from 1. For learners its courses are the published ones."""

    id: UUID
    number: int
    title: str
    summary: str
    courses: tuple[CourseCard, ...]

    @property
    def duration_seconds(self) -> int:
        """The length of its courses together."""
        return sum(card.duration_seconds for card in self.courses)

    @property
    def skills(self) -> tuple[str, ...]:
        """What its courses train, each once, in the reader's language."""
        return skill_labels(self.courses)


@dataclass(frozen=True, slots=True)
class CareerPathInfo:
    """A path with its steps."""

    id: UUID
    slug: str
    level: str
    title: str
    summary: str
    language: str
    status: str
    published_at: datetime | None
    updated_at: datetime
    description_md: str = ""
    steps: tuple[PathStepInfo, ...] = field(default=())

    @property
    def level_label(self) -> str:
        """The stage, in the reader's language."""
        return str(CareerLevel(self.level).label)

    @property
    def language_label(self) -> str:
        """The language's name in itself."""
        return str(Language(self.language).label)

    @property
    def description_html(self) -> str:
        """The description as HTML that is safe to show."""
        return render_markdown(self.description_md)

    @property
    def courses(self) -> tuple[CourseCard, ...]:
        """Every course once, in the order of the way."""
        found = {card.id: card for step in self.steps for card in step.courses}
        return tuple(found.values())

    @property
    def courses_total(self) -> int:
        """How many courses it leads through."""
        return len(self.courses)

    @property
    def duration_seconds(self) -> int:
        """Their length together; a course that two steps name counts once."""
        return sum(card.duration_seconds for card in self.courses)

    @property
    def skills(self) -> tuple[str, ...]:
        """What it trains, each once, in the reader's language."""
        return skill_labels(self.courses)


@dataclass(frozen=True, slots=True)
class PathLanguage:
    """A language with how many published paths are written in it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PathLink:
    """A path in a few words, to lead there."""

    id: UUID
    slug: str
    title: str
    summary: str
    level_label: str
    language: str


@dataclass(slots=True)
class _Step:
    title: str
    summary: str
    courses: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StaffStep:
    """A step with the path it is on."""

    path_id: UUID
    path_title: str
    language: str
    step: PathStepInfo


def skill_labels(cards: Iterable[CourseCard]) -> tuple[str, ...]:
    """Return the names of the skills that courses train, each once, in their known order."""
    named = {skill for card in cards for skill in card.skills}
    return tuple(str(skill.label) for skill in Skill if skill.value in named)


def published_paths(language: str) -> tuple[CareerPathInfo, ...]:
    """Return the published paths of one language in their order, in three queries."""
    rows = CareerPath.objects.filter(status=PathStatus.PUBLISHED, language=language)
    return _with_steps(list(rows.defer("description_md")), only_published=True)


def published_path(slug: str) -> CareerPathInfo:
    """Return one published path, in three queries.

    Raises:
        Missing: when there is none, or it is a draft.
    """
    row = CareerPath.objects.filter(slug=slug, status=PathStatus.PUBLISHED).first()
    if row is None:
        raise Missing("There is no such path.")
    return _with_steps([row], only_published=True)[0]


def paths_by_id(path_ids: Iterable[UUID]) -> dict[UUID, CareerPathInfo]:
    """Return published paths by id; those that are drafts are left out."""
    rows = CareerPath.objects.filter(id__in=set(path_ids), status=PathStatus.PUBLISHED)
    found = _with_steps(list(rows), only_published=True)
    return {path.id: path for path in found}


def path_for_staff(path_id: UUID) -> CareerPathInfo:
    """Return a path as those who write it see it: drafts, and courses that nobody can take any more.

    Raises:
        Missing: there is no such path.
    """
    row = CareerPath.objects.filter(id=path_id).first()
    if row is None:
        raise Missing("There is no such path.")
    return _with_steps([row], only_published=False)[0]


def step_for_staff(step_id: UUID) -> StaffStep:
    """Return a step as those who write it see it.

    Raises:
        Missing: there is no such step, or it was removed.
    """
    row = PathStep.objects.filter(id=step_id, deleted_at=None).first()
    if row is None:
        raise Missing("There is no such step.")
    path = path_for_staff(row.path_id)
    return StaffStep(
        path_id=path.id,
        path_title=path.title,
        language=path.language,
        step=next(step for step in path.steps if step.id == step_id),
    )


def path_links(language: str) -> tuple[PathLink, ...]:
    """Return the published paths of a language without their steps, in one query."""
    rows = CareerPath.objects.filter(status=PathStatus.PUBLISHED, language=language)
    return tuple(
        PathLink(id_, slug, title, summary, str(CareerLevel(level).label), language)
        for id_, slug, title, summary, level in rows.values_list(
            "id", "slug", "title", "summary", "level"
        )
    )


def path_languages() -> tuple[PathLanguage, ...]:
    """Return the languages that have published paths, with their number. One query."""
    counts = dict(
        CareerPath.objects.filter(status=PathStatus.PUBLISHED)
        .order_by()
        .values_list("language")
        .annotate(number_of=Count("id"))
    )
    return tuple(
        PathLanguage(one.value, str(one.label), counts[one.value])
        for one in Language
        if one.value in counts
    )


def published_path_addresses() -> list[tuple[str, datetime]]:
    """Return slug and moment of the last change of every published path."""
    return list(
        CareerPath.objects.filter(status=PathStatus.PUBLISHED)
        .order_by("slug")
        .values_list("slug", "updated_at")
    )


def _with_steps(rows: list[CareerPath], *, only_published: bool) -> tuple[CareerPathInfo, ...]:
    found: dict[UUID, dict[UUID, _Step]] = {}
    for line in (
        PathStep.objects.filter(path__in=[row.id for row in rows], deleted_at=None)
        .order_by("position", "id", "courses__position", "courses__id")
        .values_list("path_id", "id", "title", "summary", "courses__course_id")
    ):
        path_id, step_id, title, summary, course_id = line
        step = found.setdefault(path_id, {}).setdefault(step_id, _Step(title, summary))
        if course_id is not None:
            step.courses.append(course_id)
    cards = cards_of_courses(
        course for steps in found.values() for step in steps.values() for course in step.courses
    )
    if only_published:
        cards = {id_: card for id_, card in cards.items() if card.status == CourseStatus.PUBLISHED}
    return tuple(
        path_info(
            row,
            steps=tuple(
                PathStepInfo(
                    id=step_id,
                    number=number,
                    title=step.title,
                    summary=step.summary,
                    courses=tuple(cards[course] for course in step.courses if course in cards),
                )
                for number, (step_id, step) in enumerate(found.get(row.id, {}).items(), start=1)
            ),
        )
        for row in rows
    )


def path_info(row: CareerPath, *, steps: tuple[PathStepInfo, ...] = ()) -> CareerPathInfo:
    """Return the frozen form of a row; a description that was not read is left empty."""
    unread = "description_md" in row.get_deferred_fields()
    return CareerPathInfo(
        id=row.id,
        slug=row.slug,
        level=row.level,
        title=row.title,
        summary=row.summary,
        language=row.language,
        status=row.status,
        published_at=row.published_at,
        updated_at=row.updated_at,
        description_md="" if unread else row.description_md,
        steps=steps,
    )
