"""A question with its answers, as an author sends it. Rows are added and moved without a script."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from learning.assessment.drafts import MAX_CHOICES, ChoiceDraft, QuestionDraft, problems_of
from learning.assessment.enums import QuestionKind

_BLANK_ROWS = 3
_TEXT_MAX = 400


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One row of answers as it stands in the form."""

    text: str = ""
    is_correct: bool = False
    feedback: str = ""
    errors: tuple[str, ...] = field(default=())

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into it; such rows are left out on saving."""
        return not (self.text.strip() or self.feedback.strip() or self.is_correct)


class QuestionForm(forms.Form):
    """The question itself; its answers are `rows`."""

    prompt_md = forms.CharField(
        label=_("Question"),
        help_text=_("Markdown works: a blank line parts paragraphs, > marks what a customer says."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    kind = forms.ChoiceField(
        label=_("How many answers are right"),
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        initial=QuestionKind.SINGLE,
    )
    explanation_md = forms.CharField(
        label=_("Explanation"),
        help_text=_("Shown with the result, whatever was chosen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=10, initial=1)

    def __init__(
        self, data: QueryDict | None = None, *, draft: QuestionDraft | None = None
    ) -> None:
        initial: Mapping[str, object] = {}
        if draft is not None:
            initial = {
                "prompt_md": draft.prompt_md,
                "kind": draft.kind,
                "explanation_md": draft.explanation_md,
                "points": draft.points,
            }
        super().__init__(data, initial=dict(initial))
        self.choices_error = ""
        if data is not None:
            self.rows = _sent_rows(data)
        elif draft is not None:
            self.rows = [
                ChoiceRow(text=one.text, is_correct=one.is_correct, feedback=one.feedback)
                for one in draft.choices
            ]
        else:
            self.rows = [ChoiceRow() for _n in range(_BLANK_ROWS)]

    @property
    def may_add(self) -> bool:
        """Whether another row fits."""
        return len(self.rows) < MAX_CHOICES

    @classmethod
    def rearranged(cls, data: QueryDict, order: str) -> "QuestionForm":
        """Return the form as it was sent, its rows changed as a row's button asks; nothing is checked.

        Args:
            data: what the form held.
            order: `add`, or `up:n`, `down:n`, `remove:n`; anything else leaves the rows as they are.
        """
        form = cls()
        form.initial = {name: data.get(name, "") for name in form.fields}
        form.rows = _sent_rows(data)
        what, _colon, number = order.partition(":")
        at = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else -1
        if what == "add" and form.may_add:
            form.rows.append(ChoiceRow())
        elif not 0 <= at < len(form.rows):
            return form
        elif what == "remove":
            del form.rows[at]
        elif what in ("up", "down"):
            to = at - 1 if what == "up" else at + 1
            if 0 <= to < len(form.rows):
                form.rows[at], form.rows[to] = form.rows[to], form.rows[at]
        return form

    def clean(self) -> dict[str, object]:
        """Hold the whole question to the rules, each complaint at its row or field."""
        cleaned = super().clean() or {}
        self.rows = [row for row in self.rows if not row.is_blank]
        problems = problems_of(self._draft(cleaned))
        for problem in problems:
            if problem.field != "choices":
                if problem.field not in self.errors:
                    self.add_error(problem.field, problem.message)
            elif problem.choice is None:
                self.choices_error = self.choices_error or problem.message
            else:
                row = self.rows[problem.choice]
                self.rows[problem.choice] = replace(row, errors=(*row.errors, problem.message))
        if any(problem.field == "choices" for problem in problems):
            self.add_error(None, _("Correct the answers where they are marked below."))
            # A form that came back empty still has rows to write in.
            self.rows += [ChoiceRow() for _n in range(len(self.rows), _BLANK_ROWS)]
        return cleaned

    @property
    def draft(self) -> QuestionDraft:
        """The question, after `is_valid()`."""
        return self._draft(self.cleaned_data)

    def _draft(self, cleaned: Mapping[str, object]) -> QuestionDraft:
        points = cleaned.get("points")
        return QuestionDraft(
            prompt_md=str(cleaned.get("prompt_md") or ""),
            kind=str(cleaned.get("kind") or ""),
            explanation_md=str(cleaned.get("explanation_md") or ""),
            points=points if isinstance(points, int) else 1,
            choices=tuple(
                ChoiceDraft(text=row.text, is_correct=row.is_correct, feedback=row.feedback)
                for row in self.rows
            ),
        )


def _sent_rows(data: QueryDict) -> list[ChoiceRow]:
    """Read `choice-<n>-text`, `-right`, `-feedback` for as many rows as the form says it had."""
    told = data.get("rows", "")
    count = min(int(told), MAX_CHOICES) if told.isascii() and told.isdigit() else 0
    return [
        ChoiceRow(
            text=(data.get(f"choice-{n}-text") or "")[:_TEXT_MAX],
            is_correct=data.get(f"choice-{n}-right") == "on",
            feedback=(data.get(f"choice-{n}-feedback") or "")[:_TEXT_MAX],
        )
        for n in range(count)
    ]
