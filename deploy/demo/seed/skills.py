"""Skill checks that the demo's people took: answered question by question, as the pages ask them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from deploy.demo.people import DemoPerson
from learning.catalogue.api import Skill
from learning.engagement.api import GoalKind
from learning.engagement.models import TimelineEntry
from learning.engagement.services.goal import GoalTerms, set_goal
from learning.guidance.ability import Marked, chance, estimate
from learning.guidance.asking import Past, next_item
from learning.guidance.bank import CHOICES, RIGHT
from learning.guidance.enums import CheckState
from learning.guidance.events import SkillCheckFinished
from learning.guidance.models import LearnerProfile, SkillAnswer, SkillCheck, SkillEstimate
from learning.guidance.selectors.skill_check import ability_of
from tenants.kernel.clock import now
from tenants.kernel.events import publish
from tenants.kernel.ids import uuid7

# Of people without a part of their own, so many in a hundred took a check.
_TAKERS = 70
_SECONDS_A_QUESTION = 24


def seed_skills(people: Iterable[tuple[DemoPerson, UUID]]) -> None:
    """Have most people take a check, and the learner's sign-in a second one that went better."""
    for person, person_id in people:
        luck = Random(f"{person.email}:skills")
        if person.sign_in == "learner":
            met = _take(person_id, number=1, days_ago=74, lift=-1.4, luck=luck, met={})
            _take(person_id, number=2, days_ago=9, lift=1.1, luck=luck, met=met)
        elif luck.randrange(100) < _TAKERS:
            _take(
                person_id,
                number=1,
                days_ago=luck.randint(12, 90),
                lift=luck.uniform(-1.0, 0.9),
                luck=luck,
                met={},
            )


def seed_goals(learner_id: UUID) -> None:
    """Give the learner's sign-in a weekly goal."""
    set_goal(learner_id=learner_id, terms=GoalTerms(kind=GoalKind.WEEKLY_LESSONS, target=3))


def _take(
    learner_id: UUID, *, number: int, days_ago: int, lift: float, luck: Random, met: dict[str, int]
) -> dict[str, int]:
    """Write one check with answers as somebody of that ability would give them."""
    started = now() - timedelta(days=days_ago, minutes=luck.randint(5, 300))
    LearnerProfile.objects.bulk_create(
        [LearnerProfile(learner_id=learner_id, started_at=started)], ignore_conflicts=True
    )
    check = SkillCheck(
        id=uuid7(),
        learner_id=learner_id,
        number=number,
        language="en",
        state=CheckState.FINISHED,
        seed=luck.randrange(2**31),
        started_at=started,
    )
    strengths = {skill: lift + luck.uniform(-1.1, 1.1) for skill in Skill}
    past: list[Past] = []
    answers: list[SkillAnswer] = []
    at = started
    while item := next_item(seed=check.seed, past=past, met=met):
        is_right = luck.random() < chance(strengths[Skill(item.skill)], item.level)
        asked, at = at, at + timedelta(seconds=_SECONDS_A_QUESTION)
        answers.append(_answer(check, item.key, item.skill, item.level, asked, at, is_right))
        past.append(Past(item.key, item.skill, item.level, is_right))
    for position, answer in enumerate(answers, start=1):
        answer.position = position
    check.finished_at = at
    check.save(force_insert=True)
    SkillAnswer.objects.bulk_create(answers)
    _finish(check, past, at)
    return {one.item: number for one in past}


def _answer(
    check: SkillCheck, item: str, skill: str, level: int, asked: datetime, at: datetime, right: bool
) -> SkillAnswer:
    return SkillAnswer(
        check_taken=check,
        item=item,
        skill=skill,
        level=level,
        chosen=RIGHT if right else (RIGHT + 1) % CHOICES,
        is_right=right,
        asked_at=asked,
        answered_at=at,
    )


def _finish(check: SkillCheck, past: list[Past], at: datetime) -> None:
    rows = []
    for skill in Skill:
        marked = [Marked(one.level, one.is_right) for one in past if one.skill == skill]
        ability = estimate(marked)
        rows.append(
            SkillEstimate(
                check_taken=check,
                skill=skill,
                ability_milli=round(ability.value * 1000),
                error_milli=round(ability.error * 1000),
                asked=len(marked),
                right=sum(one.is_right for one in marked),
            )
        )
    SkillEstimate.objects.bulk_create(rows)
    TimelineEntry.objects.create(
        learner_id=check.learner_id,
        at=at,
        kind="check",
        source_id=check.id,
        title="",
        number=check.number,
    )
    publish(
        SkillCheckFinished(
            check_id=check.id,
            learner_id=check.learner_id,
            finished_at=at,
            percents={row.skill: ability_of(row).percent for row in rows},
        )
    )
