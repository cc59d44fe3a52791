"""Taking a skill check: one question at a time, each answer final, scored when the last is given."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from learning.catalogue.api import Skill
from learning.engagement.api import Done, add_line, note_activity
from learning.guidance.ability import Marked, estimate
from learning.guidance.asking import Past, choice_order, may_retake_at, next_item
from learning.guidance.bank import LANGUAGES, NOT_SURE, RIGHT
from learning.guidance.enums import CheckState
from learning.guidance.events import SkillCheckFinished
from learning.guidance.models import LearnerProfile, SkillAnswer, SkillCheck, SkillEstimate
from learning.guidance.selectors.skill_check import ability_of
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Refused
from tenants.kernel.events import publish
from tenants.kernel.words import day

UNSURE = "unsure"


def begin_check(*, learner_id: UUID, language: str) -> UUID:
    """Return the learner's open check, beginning one when there is none.

    Args:
        learner_id: whose.
        language: of the questions, `en` or `hi`; another gives English.

    Raises:
        Refused: the last one is not `asking.RETAKE_AFTER` ago.
    """
    moment = now()
    with transaction.atomic():
        _order(learner_id)
        last = SkillCheck.objects.filter(learner_id=learner_id).order_by("-number").first()
        if last is not None and last.state == CheckState.OPEN:
            return last.id
        if last is not None and last.finished_at and moment < may_retake_at(last.finished_at):
            raise Refused(
                _("You can take the skill check again from %(day)s.")
                % {"day": day(may_retake_at(last.finished_at))}
            )
        check = SkillCheck.objects.create(
            learner_id=learner_id,
            number=last.number + 1 if last else 1,
            language=language if language in LANGUAGES else "en",
            seed=secrets.randbelow(2**31),
            started_at=moment,
        )
        _ask(check, [], moment)
    return check.id


def answer_question(*, learner_id: UUID, position: int, choice: str) -> bool:
    """Take the answer to the question that is open, and ask the next or score the check.

    Args:
        learner_id: who answers.
        position: the number of the question that is answered.
        choice: the place of the answer as shown, "0" to "2", or `UNSURE`.

    Returns:
        Whether that was the last one.

    Raises:
        Invalid: (`choice`) nothing was chosen, or something that was not offered.
        Conflict: this question is not the open one: answered already, or not yet asked. Nothing
            changes.
    """
    moment = now()
    with transaction.atomic():
        check = (
            SkillCheck.objects.select_for_update()
            .filter(learner_id=learner_id, state=CheckState.OPEN)
            .first()
        )
        if check is None:
            raise Conflict(_("This check is finished. Its answers stay as they were."))
        rows = list(check.answers.all())
        current = rows[-1]
        if current.answered_at is not None or current.position != position:
            raise Conflict(_("This question was answered already. Here is the next one."))
        current.chosen = _chosen(check.seed, current.item, choice)
        current.is_right = current.chosen == RIGHT
        current.answered_at = moment
        current.save(update_fields=["chosen", "is_right", "answered_at"])
        past = [Past(row.item, row.skill, row.level, bool(row.is_right)) for row in rows]
        if _ask(check, past, moment):
            return False
        _score(check, past, moment)
    return True


def _order(learner_id: UUID) -> None:
    """Let two beginnings at once go one after the other: both lock the learner's profile."""
    LearnerProfile.objects.bulk_create(
        [LearnerProfile(learner_id=learner_id)], ignore_conflicts=True
    )
    LearnerProfile.objects.select_for_update().get(learner_id=learner_id)


def _chosen(seed: int, item: str, choice: str) -> int:
    if choice == UNSURE:
        return NOT_SURE
    order = choice_order(seed, item)
    if choice not in {str(place) for place in range(len(order))}:
        raise Invalid(_("Choose an answer, or say that you are not sure."), field="choice")
    return order[int(choice)]


def _ask(check: SkillCheck, past: list[Past], moment: datetime) -> bool:
    earlier = SkillAnswer.objects.filter(
        check_taken__learner_id=check.learner_id, check_taken__number__lt=check.number
    )
    met = dict(earlier.values_list("item").annotate(last=Max("check_taken__number")).order_by())
    item = next_item(seed=check.seed, past=past, met=met)
    if item is None:
        return False
    SkillAnswer.objects.create(
        check_taken=check,
        position=len(past) + 1,
        item=item.key,
        skill=item.skill,
        level=item.level,
        asked_at=moment,
    )
    return True


def _score(check: SkillCheck, past: list[Past], moment: datetime) -> None:
    estimates = []
    for skill in Skill:
        marked = [Marked(one.level, one.is_right) for one in past if one.skill == skill]
        ability = estimate(marked)
        estimates.append(
            SkillEstimate(
                check_taken=check,
                skill=skill,
                ability_milli=round(ability.value * 1000),
                error_milli=round(ability.error * 1000),
                asked=len(marked),
                right=sum(one.is_right for one in marked),
            )
        )
    SkillEstimate.objects.bulk_create(estimates)
    check.state = CheckState.FINISHED
    check.finished_at = moment
    check.save(update_fields=["state", "finished_at"])
    note_activity(learner_id=check.learner_id, at=moment, quizzes=1)
    add_line(
        learner_id=check.learner_id,
        at=moment,
        kind=Done.CHECK,
        source_id=check.id,
        title="",
        number=check.number,
    )
    publish(
        SkillCheckFinished(
            check_id=check.id,
            learner_id=check.learner_id,
            finished_at=moment,
            percents={row.skill: ability_of(row).percent for row in estimates},
        )
    )
