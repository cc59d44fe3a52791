"""What staff fill in: the queue's filters, questions, decisions, notes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from public_site.enums import DECLINE_REASONS, DeclineReason, ReviewKind
from public_site.selectors.review_queue import SORTS, QueueFilter
from public_site.services.review.decision import MOST_QUESTIONS, REAPPLY_DAYS

_STATES = [
    ("waiting", _("Waiting for us")),
    ("asked", _("Waiting for the applicant")),
    ("decided", _("Decided")),
    ("all", _("All")),
]
_WHOSE = [("", _("Everybody's")), ("mine", _("Mine")), ("free", _("Nobody's"))]
_REAPPLY = {
    0: _("At once"),
    30: _("After 30 days"),
    90: _("After 90 days"),
    180: _("After 180 days"),
}


class QueueForm(forms.Form):
    """The queue's filters, as they stand in the address; what makes no sense counts as not said."""

    state = forms.ChoiceField(label=_("Whose turn"), required=False, choices=_STATES)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *ReviewKind.choices]
    )
    whose = forms.ChoiceField(label=_("Taken by"), required=False, choices=_WHOSE)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORTS])

    def wanted(self) -> QueueFilter:
        """Return what to look for."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return QueueFilter(**found)


class DeskForm(forms.Form):
    """One of several forms on a page: its fields' ids begin with its own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class RevisionForm(DeskForm):
    """Says which state of the application the reviewer saw."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AskForm(RevisionForm):
    """Questions to the applicant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_QUESTIONS + 1):
            self.fields[f"question_{number}"] = forms.CharField(
                label=_("Question %(n)d") % {"n": number},
                required=number == 1,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def questions(self) -> list[str]:
        """Return those that were written."""
        return [
            self.cleaned_data[name]
            for name in self.fields
            if name.startswith("question_") and self.cleaned_data.get(name)
        ]


class ApproveForm(RevisionForm):
    """Yes, with a word if one likes."""

    message = forms.CharField(
        label=_("A word to the applicant"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(RevisionForm):
    """No, with reasons."""

    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reason.")},
    )
    message = forms.CharField(
        label=_("Explanation to the applicant"),
        max_length=4000,
        min_length=20,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was missing, and what would make the next try better."),
    )
    reapply_days = forms.TypedChoiceField(
        label=_("May apply again"),
        coerce=int,
        choices=[(days, _REAPPLY[days]) for days in REAPPLY_DAYS],
        initial=30,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = [  # type: ignore[attr-defined]
            (one.value, DeclineReason(one).label) for one in DECLINE_REASONS[kind]
        ]


class UndoForm(RevisionForm):
    """Taking a decision back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The applicant reads this."),
    )


class NoteForm(DeskForm):
    """A note among staff."""

    text = forms.CharField(
        label=_("Internal note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Seen by staff only."),
    )
