"""Which questions are most often answered wrongly."""

import pytest

from learning.assessment.api import start_attempt, submit_attempt
from learning.assessment.selectors.hard_questions import FEWEST_ANSWERS, hard_questions
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.assessment import frozen, make_quiz_course, multiple, single
from tests.factories.delivery import enrolled_in

pytestmark = pytest.mark.django_db


def test_the_worst_stands_first_and_the_right_one_nowhere(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson = make_quiz_course([single("Easy?"), single("Hard?"), multiple("Harder?")])
        for n in range(FEWEST_ANSWERS):
            info = enrolled_in(course)
            attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson)
            easy, hard, _harder = frozen(info, lesson).questions
            answers = {easy.id: sorted(easy.right_ids)}
            if n:
                answers[hard.id] = sorted(hard.right_ids)
            submit_attempt(attempt_id=attempt, enrolment_id=info.id, answers=answers)
        found = hard_questions([lesson], most=5)
        assert [(one.prompt, one.wrong, one.answers, one.percent) for one in found] == [
            ("Harder?", 5, 5, 100),
            ("Hard?", 1, 5, 20),
        ]
        assert hard_questions([], most=5) == ()
