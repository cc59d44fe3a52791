"""Skills by people: where a team is weakest, what would help, and the map of a page of people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from enterprise.models import LearnerSkill
from learning.catalogue.api import CourseCard, Skill, newest_cards
from learning.guidance.api import TO_BUILD
from tenants.kernel.statements import ANY_IDS, Written, one_of
from tenants.schemas import current_schema

MOST_HELPED = 3
_MOST_COURSES = 300
# Where the map's shades begin: per cent, and the class that draws it.
_SHADES = ((85, "h4"), (70, "h3"), (55, "h2"), (40, "h1"), (0, "h0"))


@dataclass(frozen=True)
class Weakness:
    """A skill that people of a team have yet to build up, and a course that trains it, if any."""

    skill: Skill
    people: int
    average: int
    course: CourseCard | None


@dataclass(frozen=True)
class SkillTotal:
    """One skill over everybody of a team who took a check."""

    skill: Skill
    measured: int
    weak: int
    average: int


@dataclass(frozen=True)
class HeatCell:
    """One number of the map; None where the person took no check."""

    percent: int | None

    @property
    def css(self) -> str:
        """The classes that shade it and mark it as one to build up."""
        if self.percent is None:
            return "none"
        shade = next(name for least, name in _SHADES if self.percent >= least)
        return f"{shade} gap" if self.percent < TO_BUILD else shade


@dataclass(frozen=True)
class HeatRow:
    """A person's line of the map."""

    person_id: UUID
    name: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class TeamSkills:
    """Totals over the team, what to help with first, and the map of the people on the page."""

    totals: tuple[SkillTotal, ...]
    first: tuple[Weakness, ...]
    rows: tuple[HeatRow, ...]

    @property
    def measured(self) -> int:
        """How many people of the team took a check."""
        return max((one.measured for one in self.totals), default=0)


def team_skills(
    department_ids: Collection[UUID],
    *,
    stamp: int,
    people: Sequence[tuple[UUID, str, Mapping[str, int]]],
) -> TeamSkills:
    """Return the skills of a team, and of those of its people who are shown. Two queries at most.

    Args:
        department_ids: those of the team.
        stamp: of the team's skills, as `sums_of` has just read it.
        people: ids, names and skills of the people on the page, in their order.
    """
    totals = _totals(current_schema(), tuple(department_ids), stamp)
    weak = sorted((one for one in totals if one.weak), key=lambda one: (-one.weak, one.average))
    cards = newest_cards(_MOST_COURSES) if weak else ()
    return TeamSkills(
        totals=totals,
        first=tuple(
            Weakness(one.skill, one.weak, one.average, _course_for(one.skill, cards))
            for one in weak[:MOST_HELPED]
        ),
        rows=_rows(people) if totals else (),
    )


def weak_in(skill: str) -> Q:
    """Return the condition on `user_id` of people who have yet to build a skill up."""
    weak = LearnerSkill.objects.filter(skill=skill, percent__lt=TO_BUILD)
    return Q(user_id__in=weak.values("learner_id"))


# Counted once for each stamp: skills are checked now and then, and their managers look every day. Nobody has
# to throw it away, as another check makes another stamp. A few hundred bytes for each team of a company.
@lru_cache(maxsize=4096)
def _totals(_schema: str, department_ids: tuple[UUID, ...], _stamp: int) -> tuple[SkillTotal, ...]:
    rows = {skill: sums for skill, *sums in _TOTALS.rows(list(department_ids))}
    return tuple(
        SkillTotal(skill, number_of, weak, round(mean))
        for skill in Skill
        if skill.value in rows
        for number_of, weak, mean in (rows[skill.value],)
    )


def _by_skill(department_ids: Collection[UUID]) -> "QuerySet[LearnerSkill, Any]":
    return (
        LearnerSkill.objects.filter(
            learner__membership__department_id__in=one_of(department_ids), learner__is_active=True
        )
        .order_by()
        .values("skill")
        .annotate(
            n=Count("id"), weak=Count("id", filter=Q(percent__lt=TO_BUILD)), mean=Avg("percent")
        )
        .values_list("skill", "n", "weak", "mean")
    )


_TOTALS = Written(_by_skill, ANY_IDS)


def _course_for(skill: Skill, cards: Sequence[CourseCard]) -> CourseCard | None:
    return next((card for card in cards if skill in card.skills), None)


def _rows(people: Sequence[tuple[UUID, str, Mapping[str, int]]]) -> tuple[HeatRow, ...]:
    return tuple(
        HeatRow(person_id, name, tuple(HeatCell(known.get(skill)) for skill in Skill))
        for person_id, name, known in people
    )
