"""The open question without its answer, and what finished checks say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from learning.catalogue.api import Skill
from learning.guidance.ability import Ability
from learning.guidance.asking import QUESTIONS, choice_order, may_retake_at
from learning.guidance.bank import NOT_SURE, RIGHT, bank
from learning.guidance.enums import CheckState
from learning.guidance.models import SkillAnswer, SkillCheck, SkillEstimate
from tenants.kernel.clock import now

# Below the one a skill is to be built up, from the other on it is strong: where the middle third ends.
TO_BUILD, STRONG = 42, 58


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a learner is with skill checks."""

    finished: int = 0
    is_open: bool = False
    # Of the open one.
    answered: int = 0
    finished_at: datetime | None = None
    may_retake_at: datetime | None = None

    @property
    def total(self) -> int:
        """Questions in a check."""
        return QUESTIONS

    @property
    def next_number(self) -> int:
        """The number of the question that is open."""
        return self.answered + 1

    @property
    def may_begin(self) -> bool:
        """Whether a new one may be begun."""
        return not self.is_open and (self.may_retake_at is None or self.may_retake_at <= now())


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question as it is shown before it is answered: nothing here tells which answer is right."""

    number: int
    total: int
    skill: str
    language: str
    prompt: str
    choices: tuple[str, ...]

    @property
    def is_last(self) -> bool:
        """Whether no other follows."""
        return self.number == self.total


@dataclass(frozen=True, slots=True)
class SkillResult:
    """One skill in one check; `before` is the same in the check before it."""

    skill: str
    label: str
    ability: Ability
    asked: int
    right: int
    before: Ability | None = None

    @property
    def word(self) -> str:
        """The estimate in a word; the bounds lie where the middle third of 0 ± 1 ends."""
        if self.ability.percent < TO_BUILD:
            return _("To build up")
        return _("Strong") if self.ability.percent >= STRONG else _("A basis is there")

    @property
    def tone(self) -> str:
        """The bar's colour, which says the same as the word."""
        if self.ability.percent < TO_BUILD:
            return "risk"
        return "full" if self.ability.percent >= STRONG else ""

    @property
    def shown(self) -> str:
        """The word with the number."""
        return f"{self.word} · {self.ability.percent}"

    @property
    def change(self) -> int | None:
        """Points of a hundred more or fewer than before."""
        return None if self.before is None else self.ability.percent - self.before.percent


@dataclass(frozen=True, slots=True)
class AnswerReview:
    """An answered question of a finished check, with the right answer and why."""

    number: int
    skill: str
    prompt: str
    chosen: str
    right: str
    why: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A finished check."""

    number: int
    finished_at: datetime
    language: str
    skills: tuple[SkillResult, ...]
    right: int
    answers: tuple[AnswerReview, ...]


def standing_of(learner_id: UUID) -> Standing:
    """Return how far a learner is, in one query."""
    rows = list(
        SkillCheck.objects.filter(learner_id=learner_id)
        .annotate(done=Count("answers", filter=Q(answers__answered_at__isnull=False)))
        .order_by("number")
    )
    if not rows:
        return Standing()
    last = rows[-1]
    finished = [row for row in rows if row.state == CheckState.FINISHED]
    finished_at = finished[-1].finished_at if finished else None
    return Standing(
        finished=len(finished),
        is_open=last.state == CheckState.OPEN,
        answered=last.done if last.state == CheckState.OPEN else 0,
        finished_at=finished_at,
        may_retake_at=may_retake_at(finished_at) if finished_at else None,
    )


def open_question(learner_id: UUID) -> OpenQuestion | None:
    """Return the question that waits for an answer, None when no check is open."""
    row = (
        SkillAnswer.objects.select_related("check_taken")
        .filter(
            check_taken__learner_id=learner_id,
            check_taken__state=CheckState.OPEN,
            answered_at__isnull=True,
        )
        .first()
    )
    if row is None:
        return None
    check = row.check_taken
    words = bank()[row.item].in_language(check.language)
    return OpenQuestion(
        number=row.position,
        total=QUESTIONS,
        skill=str(Skill(row.skill).label),
        language=check.language,
        prompt=words.prompt,
        choices=tuple(words.choices[place] for place in choice_order(check.seed, row.item)),
    )


def abilities_of(learner_id: UUID) -> dict[str, Ability]:
    """Return the estimates of the last finished check by skill; empty when there is none."""
    rows = SkillEstimate.objects.filter(
        check_taken__learner_id=learner_id, check_taken__state=CheckState.FINISHED
    ).order_by("check_taken__number")
    # Later ones replace earlier ones.
    return {row.skill: ability_of(row) for row in rows}


def results_of(learner_id: UUID) -> tuple[CheckResult, ...]:
    """Return a learner's finished checks, the latest first, in three queries."""
    checks = list(
        SkillCheck.objects.filter(learner_id=learner_id, state=CheckState.FINISHED)
        .prefetch_related("answers", "estimates")
        .order_by("number")
    )
    found: list[CheckResult] = []
    before: dict[str, Ability] = {}
    for check in checks:
        estimates = {row.skill: row for row in check.estimates.all()}
        skills = tuple(
            SkillResult(
                skill=skill.value,
                label=str(skill.label),
                ability=ability_of(estimates[skill]),
                asked=estimates[skill].asked,
                right=estimates[skill].right,
                before=before.get(skill),
            )
            for skill in Skill
            if skill in estimates
        )
        before = {one.skill: one.ability for one in skills}
        assert check.finished_at is not None
        answers = tuple(_review(row, check.language) for row in check.answers.all())
        found.append(
            CheckResult(
                number=check.number,
                finished_at=check.finished_at,
                language=check.language,
                skills=skills,
                right=sum(one.right for one in skills),
                answers=tuple(answer for answer in answers if answer is not None),
            )
        )
    return tuple(reversed(found))


def ability_of(row: SkillEstimate) -> Ability:
    """Return a stored estimate as what it is."""
    return Ability(value=row.ability_milli / 1000, error=row.error_milli / 1000)


def _review(row: SkillAnswer, language: str) -> AnswerReview | None:
    item = bank().get(row.item)
    if item is None:
        return None  # retired from the bank since; its mark stays in the estimate
    words = item.in_language(language)
    return AnswerReview(
        number=row.position,
        skill=str(Skill(row.skill).label),
        prompt=words.prompt,
        chosen="" if row.chosen in (None, NOT_SURE) else words.choices[row.chosen or 0],
        right=words.choices[RIGHT],
        why=words.why,
        is_right=bool(row.is_right),
    )
