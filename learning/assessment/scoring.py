"""The score of a quiz: a pure function of the frozen quiz and the answers.

A question gives all of its points or none: for several right answers, all of them and no other must
be chosen. The pass mark is a per cent of the points.
"""

from dataclasses import dataclass

from learning.assessment.content import Answers, FrozenQuestion, FrozenQuiz


@dataclass(frozen=True, slots=True)
class Score:
    """Points of `max_points`, the per cent rounded down, and the ids of the questions got right.

    Rounded down, so that a page never shows a pass mark that was not reached.
    """

    points: int
    max_points: int
    percent: int
    passed: bool
    right: frozenset[str]


def is_right(question: FrozenQuestion, chosen: list[str]) -> bool:
    """Whether exactly the right answers are chosen, in any order."""
    return frozenset(chosen) == question.right_ids


def score(quiz: FrozenQuiz, answers: Answers) -> Score:
    """Return the score of `answers` ({question id: [choice id, …]}); unanswered gives nothing."""
    right = frozenset(
        question.id
        for question in quiz.questions
        if is_right(question, answers.get(question.id, []))
    )
    points = sum(question.points for question in quiz.questions if question.id in right)
    possible = quiz.max_points
    return Score(
        points=points,
        max_points=possible,
        percent=points * 100 // possible if possible else 0,
        passed=possible > 0 and points * 100 >= quiz.pass_percent * possible,
        right=right,
    )
