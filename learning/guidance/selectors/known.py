"""Everything guidance knows of a learner, as one query reads it: for pages that show all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from learning.catalogue.api import Skill
from learning.guidance.ability import Ability
from learning.guidance.asking import may_retake_at
from learning.guidance.enums import CheckState
from learning.guidance.models import LearnerProfile, SkillCheck, SkillEstimate
from learning.guidance.selectors.next_thing import NextThing, thing_of
from learning.guidance.selectors.profile import ProfileInfo, info_of
from learning.guidance.selectors.skill_check import Standing
from tenants.kernel.statements import ANY_ID, Written


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """A finished check: when, and what it said of each skill."""

    finished_at: datetime
    abilities: dict[str, Ability]


@dataclass(frozen=True, slots=True)
class Known:
    """What a learner told, how far they are with checks, and what those said, the first one first."""

    profile: ProfileInfo
    standing: Standing
    checks: tuple[CheckOutcome, ...]

    @property
    def latest(self) -> CheckOutcome | None:
        """The last finished check."""
        return self.checks[-1] if self.checks else None

    @property
    def first(self) -> CheckOutcome | None:
        """The first finished check, when there is a later one to compare it with."""
        return self.checks[0] if len(self.checks) > 1 else None

    @property
    def next_thing(self) -> NextThing:
        """What to invite to."""
        return thing_of(self.profile, self.standing)


def known_of(learner_id: UUID) -> Known:
    """Return everything known of a learner. One query.

    A check is never begun without a profile row (`services.skill_check` locks it), so the profile is
    where the query starts.
    """
    rows = _KNOWN.rows(learner_id)
    if not rows:
        return Known(ProfileInfo(), Standing(), ())
    *told, checks = rows[0]
    outcomes = tuple(_outcome(one) for one in checks if one["state"] == CheckState.FINISHED.value)
    last = checks[-1] if checks else None
    answered = (
        last["answered"] if last is not None and last["state"] == CheckState.OPEN.value else None
    )
    finished_at = outcomes[-1].finished_at if outcomes else None
    standing = Standing(
        finished=len(outcomes),
        is_open=answered is not None,
        answered=answered or 0,
        finished_at=finished_at,
        may_retake_at=may_retake_at(finished_at) if finished_at else None,
    )
    return Known(info_of(LearnerProfile(**dict(zip(_TOLD, told, strict=True)))), standing, outcomes)


# What `info_of` reads of a profile.
_TOLD = (
    "goal",
    "wanted_role",
    "experience",
    "industry",
    "language",
    "weekly_minutes",
    "skipped",
    "skips_check",
    "dismissed_at",
)


def _profile_and_checks(learner_id: UUID) -> "QuerySet[LearnerProfile, Any]":
    estimates = SkillEstimate.objects.filter(check_taken=OuterRef("id")).values(
        json=JSONObject(skill="skill", ability="ability_milli", error="error_milli")
    )
    checks = (
        SkillCheck.objects.filter(learner=OuterRef("learner"))
        .annotate(
            n=Count("answers", filter=Q(answers__answered_at__isnull=False)),
            found=ArraySubquery(estimates),
        )
        .order_by("number")
        .values(json=JSONObject(state="state", at="finished_at", answered="n", found="found"))
    )
    profiles = LearnerProfile.objects.filter(learner_id=learner_id)
    return profiles.values_list(*_TOLD, ArraySubquery(checks))


_KNOWN = Written(_profile_and_checks, ANY_ID)


def _outcome(row: Mapping[str, Any]) -> CheckOutcome:
    found = {one["skill"]: one for one in row["found"]}
    return CheckOutcome(
        finished_at=datetime.fromisoformat(row["at"]),
        abilities={
            skill.value: Ability(
                value=found[skill]["ability"] / 1000, error=found[skill]["error"] / 1000
            )
            for skill in Skill
            if skill in found
        },
    )
