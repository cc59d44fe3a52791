"""Questions that are most often answered wrongly, for those who teach."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import strip_tags

from learning.assessment.content import FrozenQuestion, from_json
from learning.assessment.enums import AttemptState
from learning.assessment.models import Attempt, QuizVersion
from learning.assessment.scoring import is_right

# The latest attempts say how it is now, and nobody waits for the rest to be read.
MOST_ATTEMPTS = 500
# Fewer answers than this say little about a question.
FEWEST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class HardQuestion:
    """A question with how many of its answers were wrong; the prompt is plain text."""

    lesson_id: UUID
    prompt: str
    answers: int
    wrong: int

    @property
    def percent(self) -> int:
        """So many in a hundred were wrong, rounded down."""
        return self.wrong * 100 // self.answers


def hard_questions(lesson_ids: Collection[UUID], *, most: int) -> tuple[HardQuestion, ...]:
    """Return the questions most often answered wrongly among the latest attempts. Two queries.

    Questions left out count as wrong, as they do in the score. Of a question that was changed since,
    the wording of its latest answer is shown.
    """
    rows = list(
        Attempt.objects.filter(lesson_id__in=lesson_ids, state=AttemptState.SUBMITTED)
        .order_by("-submitted_at")
        .values_list("lesson_id", "quiz_version_id", "answers")[:MOST_ATTEMPTS]
    )
    versions = QuizVersion.objects.in_bulk({version_id for _lesson, version_id, _given in rows})
    quizzes = {key: from_json(version.content) for key, version in versions.items()}
    asked: dict[tuple[UUID, str], FrozenQuestion] = {}
    counts: dict[tuple[UUID, str], list[int]] = {}
    for lesson_id, version_id, given in rows:
        for question in quizzes[version_id].questions:
            key = (lesson_id, question.id)
            asked.setdefault(key, question)
            count = counts.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += not is_right(question, given.get(question.id, []))
    found = [
        HardQuestion(key[0], " ".join(strip_tags(asked[key].prompt_html).split()), total, wrong)
        for key, (total, wrong) in counts.items()
        if total >= FEWEST_ANSWERS and wrong
    ]
    return tuple(sorted(found, key=lambda one: (-one.wrong / one.answers, -one.answers))[:most])
