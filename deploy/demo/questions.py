"""Reads one quiz file: every question can be answered, and every wrong answer is explained."""

from __future__ import annotations

from pathlib import Path

from deploy.demo.fields import Table, read_table
from deploy.demo.shapes import ChoiceContent, QuestionContent, QuizContent


def read_quiz(file: Path) -> QuizContent:
    """The quiz in `file`. Raises ContentError, naming the file and the field."""
    table = read_table(file)
    quiz = QuizContent(
        pass_percent=table.number("pass_percent", 50, 100, default=80),
        max_attempts=table.number("max_attempts", 0, 10, default=0),
        shuffle=table.flag("shuffle", default=True),
        questions=tuple(_question(row) for row in table.tables("questions", 3, 5)),
    )
    table.finish()
    return quiz


def _question(row: Table) -> QuestionContent:
    kind = row.one_of("kind", ("single", "multiple"), default="single")
    choices = tuple(_choice(item) for item in row.tables("choices", 3, 5))
    right = sum(choice.is_correct for choice in choices)
    if kind == "single" and right != 1:
        raise row.error("choices", f"a single choice has one right answer, not {right}")
    if kind == "multiple" and not 2 <= right < len(choices):
        raise row.error("choices", f"{right} of {len(choices)} right is no multiple choice")
    if len({choice.text for choice in choices}) != len(choices):
        raise row.error("choices", "the same answer twice")
    question = QuestionContent(
        kind="single" if kind == "single" else "multiple",
        prompt_md=row.text("prompt"),
        explanation_md=row.text("explanation"),
        points=row.number("points", 1, 5, default=1),
        choices=choices,
    )
    row.finish()
    return question


def _choice(item: Table) -> ChoiceContent:
    right = item.flag("correct", default=False)
    feedback = item.text("feedback", default="")
    if not right and not feedback:
        raise item.error("feedback", "a wrong answer needs its reason")
    choice = ChoiceContent(text=item.text("text"), is_correct=right, feedback=feedback)
    item.finish()
    return choice
