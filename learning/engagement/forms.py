"""Forms for goals."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.delivery.api import EnrolledCourse
from learning.engagement.enums import GoalKind
from learning.engagement.services.goal import GoalTerms

_MOST_DIGITS = 100_000


class GoalForm(forms.Form):
    """A new goal: its kind says which of the other fields count."""

    kind = forms.ChoiceField(
        label=_("What do you aim at?"), choices=GoalKind.choices, widget=forms.RadioSelect
    )
    target = forms.IntegerField(
        label=_("How many a week"), required=False, min_value=1, max_value=_MOST_DIGITS
    )
    course = forms.ChoiceField(label=_("Course"), required=False)
    due_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    why = forms.CharField(label=_("What for? (only you see this)"), required=False, max_length=200)

    def __init__(self, *args: Any, courses: tuple[EnrolledCourse, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.card.id), one.card.title) for one in courses]
        self.fields["course"].choices = [("", _("Choose a course")), *choices]  # type: ignore[attr-defined]

    def terms(self) -> GoalTerms:
        """Return what was asked for; call it once the form is valid."""
        given = self.cleaned_data
        return GoalTerms(
            kind=GoalKind(given["kind"]),
            target=given["target"],
            course_id=UUID(given["course"]) if given["course"] else None,
            due_on=given["due_on"],
            why=given["why"],
        )


class WeeklyGoalForm(forms.Form):
    """A weekly goal's target."""

    target = forms.IntegerField(label=_("How many a week"), min_value=1, max_value=_MOST_DIGITS)
    why = forms.CharField(label=_("What for? (only you see this)"), required=False, max_length=200)


class CourseGoalForm(forms.Form):
    """A course goal's date."""

    due_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label=_("What for? (only you see this)"), required=False, max_length=200)
