"""Skill checks for tests. Call these inside a schema: `with in_tenant(acme):`."""

from uuid import UUID

from learning.guidance.asking import choice_order
from learning.guidance.bank import CHOICES, RIGHT
from learning.guidance.models import SkillAnswer
from learning.guidance.services.skill_check import answer_question, begin_check


def open_answer(learner_id: UUID) -> SkillAnswer:
    """Return the row of the question that waits."""
    return SkillAnswer.objects.select_related("check_taken").get(
        check_taken__learner_id=learner_id, answered_at=None
    )


def right_place(learner_id: UUID) -> str:
    """Return what a form sends for the right answer of the open question."""
    row = open_answer(learner_id)
    return str(choice_order(row.check_taken.seed, row.item).index(RIGHT))


def wrong_place(learner_id: UUID) -> str:
    """Return what a form sends for a wrong one."""
    return str((int(right_place(learner_id)) + 1) % CHOICES)


def take_check(learner_id: UUID, *, right: bool | None = True, language: str = "en") -> None:
    """Take a whole check: all right, all wrong, or (None) not sure of anything."""
    begin_check(learner_id=learner_id, language=language)
    finished, number = False, 1
    while not finished:
        choice = {True: right_place, False: wrong_place}.get(right, lambda _id: "unsure")(
            learner_id
        )  # type: ignore[arg-type]
        finished = answer_question(learner_id=learner_id, position=number, choice=choice)
        number += 1
