"""A question as an author writes it, and the rules it must meet before anybody can be asked it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.assessment.enums import QuestionKind

MIN_CHOICES = 2
MAX_CHOICES = 8
MAX_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    """One answer; `feedback` is said to those who chose it."""

    text: str
    is_correct: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question with its answers in order; prompt and explanation are Markdown."""

    prompt_md: str
    choices: tuple[ChoiceDraft, ...]
    kind: str = QuestionKind.SINGLE
    explanation_md: str = ""
    points: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a draft. `choice` is the answer's place from 0, None for all of them."""

    field: str
    message: str
    choice: int | None = None


def problems_of(draft: QuestionDraft) -> tuple[Problem, ...]:
    """Return everything that keeps a question from being asked; empty when it is ready."""
    found: list[Problem] = []
    if not draft.prompt_md.strip():
        found.append(Problem("prompt_md", _("Write the question.")))
    if draft.kind not in QuestionKind.values:
        found.append(Problem("kind", _("Choose how many answers are right.")))
    if not 1 <= draft.points <= 10:
        found.append(Problem("points", _("A question gives 1 to 10 points.")))
    return (*found, *_choice_problems(draft.kind, draft.choices))


def _choice_problems(kind: str, choices: Sequence[ChoiceDraft]) -> tuple[Problem, ...]:
    found: list[Problem] = []
    seen: dict[str, int] = {}
    for place, choice in enumerate(choices):
        text = " ".join(choice.text.split()).casefold()
        if not text:
            found.append(Problem("choices", _("Write the answer, or remove this row."), place))
        elif text in seen:
            found.append(
                Problem(
                    "choices",
                    _("This is the same as answer %(number)s.") % {"number": seen[text] + 1},
                    place,
                )
            )
        else:
            seen[text] = place
    if len(choices) < MIN_CHOICES:
        found.append(Problem("choices", _("A question needs at least two answers.")))
    if len(choices) > MAX_CHOICES:
        found.append(
            Problem(
                "choices",
                ngettext(
                    "A question has at most %(number)s answer.",
                    "A question has at most %(number)s answers.",
                    MAX_CHOICES,
                )
                % {"number": MAX_CHOICES},
            )
        )
    right = sum(choice.is_correct for choice in choices)
    if right == 0:
        found.append(Problem("choices", _("Mark the right answer.")))
    elif kind == QuestionKind.SINGLE and right > 1:
        found.append(
            Problem(
                "choices",
                _(
                    "%(number)s answers are marked as right. Leave one, or choose "
                    "“Several right answers”."
                )
                % {"number": right},
            )
        )
    return tuple(found)
