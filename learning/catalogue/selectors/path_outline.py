"""Published career paths before their courses are read, for a page that reads courses anyway."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from learning.catalogue.enums import PathStatus
from learning.catalogue.models import CareerPath, PathStep, StepCourse
from learning.catalogue.selectors.cards import CourseCard
from learning.catalogue.selectors.career_path import (
    CareerPathInfo,
    PathLink,
    PathStepInfo,
    path_info,
)


@dataclass(frozen=True, slots=True)
class StepOutline:
    """A step with the ids of its courses, published or not, in their order."""

    id: UUID
    title: str
    summary: str
    course_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PathOutline:
    """A path without its steps, and beside it what its steps name if they were asked for."""

    path: CareerPathInfo
    steps: tuple[StepOutline, ...]

    @property
    def link(self) -> PathLink:
        """The path in a few words, to lead there."""
        path = self.path
        return PathLink(
            path.id, path.slug, path.title, path.summary, path.level_label, path.language
        )

    @property
    def course_ids(self) -> frozenset[UUID]:
        """Every course that a step names."""
        return frozenset(course_id for step in self.steps for course_id in step.course_ids)

    def with_cards(self, cards: Mapping[UUID, CourseCard]) -> CareerPathInfo:
        """Return the path as `published_path` does.

        Args:
            cards: by course id; courses that are not among them cannot be taken and are left out.
        """
        return replace(
            self.path,
            steps=tuple(
                PathStepInfo(
                    id=step.id,
                    number=number,
                    title=step.title,
                    summary=step.summary,
                    courses=tuple(cards[one] for one in step.course_ids if one in cards),
                )
                for number, step in enumerate(self.steps, start=1)
            ),
        )


def path_outlines(with_steps_of: Iterable[UUID] = ()) -> tuple[PathOutline, ...]:
    """Return every published path in its order. One query.

    Args:
        with_steps_of: ids of the paths whose steps are read too.
    """
    courses = StepCourse.objects.filter(step=OuterRef("id")).order_by("position", "id")
    steps = (
        PathStep.objects.filter(
            path=OuterRef("id"), path_id__in=set(with_steps_of), deleted_at=None
        )
        .order_by("position", "id")
        .values(
            json=JSONObject(
                id="id",
                title="title",
                summary="summary",
                courses=ArraySubquery(courses.values("course_id")),
            )
        )
    )
    rows = (
        CareerPath.objects.filter(status=PathStatus.PUBLISHED)
        .defer("description_md")
        .annotate(outline=ArraySubquery(steps))
    )
    return tuple(
        PathOutline(path_info(row), tuple(_step(one) for one in row.outline or ())) for row in rows
    )


def _step(row: Mapping[str, Any]) -> StepOutline:
    return StepOutline(
        id=UUID(row["id"]),
        title=row["title"],
        summary=row["summary"],
        course_ids=tuple(UUID(one) for one in row["courses"]),
    )
