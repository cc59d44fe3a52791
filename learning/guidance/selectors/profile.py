"""What a learner told, and which step is next."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from learning.catalogue.api import Industry, Language
from learning.guidance.enums import Experience, Goal, ProfileStep, WeeklyTime
from learning.guidance.models import LearnerProfile
from learning.guidance.models.profile import STEP_FIELDS

_CHOICES: dict[str, Any] = {
    ProfileStep.GOAL: Goal,
    ProfileStep.EXPERIENCE: Experience,
    ProfileStep.INDUSTRY: Industry,
    ProfileStep.LANGUAGE: Language,
    ProfileStep.TIME: WeeklyTime,
}


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One answer in words, with where to change it."""

    label: str
    value: str
    is_skipped: bool
    url_name: str


@dataclass(frozen=True, slots=True)
class ProfileInfo:
    """A learner's answers; empty where nothing was said."""

    exists: bool = False
    goal: str = ""
    wanted_role: str = ""
    experience: str = ""
    industry: str = ""
    language: str = ""
    weekly_minutes: int | None = None
    skipped: frozenset[str] = frozenset()
    skips_check: bool = False
    is_dismissed: bool = False

    def is_answered(self, step: str) -> bool:
        """Whether the first column of a step holds something."""
        return bool(getattr(self, STEP_FIELDS[step][0]))

    @property
    def open_steps(self) -> tuple[ProfileStep, ...]:
        """The steps neither answered nor passed over."""
        return tuple(
            step for step in ProfileStep if not self.is_answered(step) and step not in self.skipped
        )

    @property
    def answered(self) -> int:
        """How many steps were answered."""
        return sum(self.is_answered(step) for step in ProfileStep)

    @property
    def rows(self) -> tuple[ToldRow, ...]:
        """The answers in words, one row a step."""
        return tuple(
            ToldRow(
                label=str(step.label),
                value=self._words(step),
                is_skipped=step in self.skipped,
                url_name=f"guidance:start_{step}",
            )
            for step in ProfileStep
        )

    def _words(self, step: ProfileStep) -> str:
        if not self.is_answered(step):
            return ""
        label = str(_CHOICES[step](getattr(self, STEP_FIELDS[step][0])).label)
        role = self.wanted_role if step == ProfileStep.GOAL else ""
        return f"{label}: {role}" if role else label

    def values(self) -> dict[str, Any]:
        """The answers by column, to fill forms with."""
        return {name: getattr(self, name) for names in STEP_FIELDS.values() for name in names}


def profile_of(learner_id: UUID) -> ProfileInfo:
    """Return what a learner told, in one query."""
    row = LearnerProfile.objects.filter(learner_id=learner_id).first()
    return info_of(row) if row else ProfileInfo()


def info_of(row: LearnerProfile) -> ProfileInfo:
    """Return the frozen form of a row."""
    return ProfileInfo(
        exists=True,
        goal=row.goal,
        wanted_role=row.wanted_role,
        experience=row.experience,
        industry=row.industry,
        language=row.language,
        weekly_minutes=row.weekly_minutes,
        skipped=frozenset(row.skipped),
        skips_check=row.skips_check,
        is_dismissed=row.dismissed_at is not None,
    )
