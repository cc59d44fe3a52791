"""Taking a check: kept answer by answer, scored once, taken again after a month."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from learning.catalogue.api import Skill
from learning.guidance.bank import NOT_SURE
from learning.guidance.models import SkillAnswer, SkillCheck, SkillEstimate
from learning.guidance.selectors.skill_check import (
    abilities_of,
    open_question,
    results_of,
    standing_of,
)
from learning.guidance.services.skill_check import answer_question, begin_check
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Conflict, Invalid, Refused
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.guidance import open_answer, right_place, take_check, wrong_place

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_a_check_is_resumed_with_the_same_question(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        check = begin_check(learner_id=who, language="hi")
        answer_question(learner_id=who, position=1, choice=right_place(who))
        before = open_question(who)
        assert begin_check(learner_id=who, language="en") == check
        assert open_question(who) == before
        assert before is not None
        assert (before.number, before.language, len(before.choices)) == (2, "hi", 3)
        assert standing_of(who).answered == 1


@pytest.mark.parametrize(("right", "percent"), [(True, 67), (False, 33), (None, 33)])
def test_a_whole_check_gives_an_estimate_for_each_skill(
    acme: TenantInfo, right: bool | None, percent: int
) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        take_check(who, right=right)
        result = results_of(who)[0]
        assert [one.skill for one in result.skills] == list(Skill)
        assert {one.ability.percent for one in result.skills} == {percent}
        assert result.right == (12 if right else 0)
        assert len(result.answers) == 12
        assert {answer.chosen == "" for answer in result.answers} == {right is None}
        assert SkillAnswer.objects.filter(chosen=NOT_SURE).count() == (12 if right is None else 0)


def test_the_same_answer_twice_counts_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        begin_check(learner_id=who, language="en")
        wrong, right = wrong_place(who), right_place(who)
        first = open_answer(who)
        answer_question(learner_id=who, position=1, choice=wrong)
        with pytest.raises(Conflict):
            answer_question(learner_id=who, position=1, choice=right)
        first.refresh_from_db()
        assert first.is_right is False
        assert SkillAnswer.objects.count() == 2


def test_an_answer_cannot_be_changed_after_scoring(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        take_check(who, right=False)
        before = (list(SkillAnswer.objects.values()), list(SkillEstimate.objects.values()))
        for position in (1, 12, 13):
            with pytest.raises(Conflict):
                answer_question(learner_id=who, position=position, choice="0")
        assert (list(SkillAnswer.objects.values()), list(SkillEstimate.objects.values())) == before


@pytest.mark.parametrize("position", [0, 2, 12, 999])
def test_a_forged_question_number_changes_nothing(acme: TenantInfo, position: int) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        begin_check(learner_id=who, language="en")
        with pytest.raises(Conflict):
            answer_question(learner_id=who, position=position, choice="0")
        assert open_answer(who).position == 1
        assert SkillAnswer.objects.count() == 1


@pytest.mark.parametrize("choice", ["", "3", "-1", "00", "right", "open-question", "०"])
def test_a_choice_that_was_not_offered_is_refused(acme: TenantInfo, choice: str) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        begin_check(learner_id=who, language="en")
        with pytest.raises(Invalid) as refusal:
            answer_question(learner_id=who, position=1, choice=choice)
        assert refusal.value.field == "choice"
        assert open_answer(who).answered_at is None


def test_nobody_answers_in_another_persons_check(acme: TenantInfo) -> None:
    with in_tenant(acme):
        mine, other = UserFactory().id, UserFactory().id
        begin_check(learner_id=mine, language="en")
        with pytest.raises(Conflict):
            answer_question(learner_id=other, position=1, choice="0")
        assert open_answer(mine).answered_at is None


def test_again_after_thirty_days_with_the_first_beside_it(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        with frozen(MONDAY):
            take_check(who, right=False)
        with frozen(MONDAY + timedelta(days=30, seconds=-1)):
            with pytest.raises(Refused):
                begin_check(learner_id=who, language="en")
            assert not standing_of(who).may_begin
            assert SkillCheck.objects.count() == 1
        with frozen(MONDAY + timedelta(days=30)):
            assert standing_of(who).may_begin
            take_check(who, right=True)
        latest, first = results_of(who)
        assert (latest.number, first.number) == (2, 1)
        assert {one.change for one in latest.skills} == {34}
        assert {one.change for one in first.skills} == {None}
        assert {ability.percent for ability in abilities_of(who).values()} == {67}


def test_the_second_check_asks_what_the_first_did_not(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        with frozen(MONDAY):
            take_check(who)
        with frozen(MONDAY + timedelta(days=31)):
            take_check(who)
        rows = SkillAnswer.objects.values_list("check_taken__number", "item")
        first, second = ({item for number, item in rows if number == n} for n in (1, 2))
        assert (len(first), len(second), first & second) == (12, 12, set())


def test_two_beginnings_and_two_answers_at_once_are_one(committed: None) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        who = UserFactory().id

    def both(act: Callable[[UUID], object]) -> list[object]:
        def once(_number: int) -> object:
            try:
                with in_tenant(acme):
                    return act(who)
            except Conflict:
                return "conflict"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(once, range(2)))

    begun = both(lambda person: begin_check(learner_id=person, language="en"))
    assert begun[0] == begun[1]
    answered = both(lambda person: answer_question(learner_id=person, position=1, choice="0"))
    assert sorted(map(str, answered)) == ["False", "conflict"]
    with in_tenant(acme):
        assert SkillCheck.objects.count() == 1
        assert SkillAnswer.objects.count() == 2
