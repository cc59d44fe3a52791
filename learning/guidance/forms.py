"""The questions of the welcome, and the answer to a question of the check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.catalogue.api import Industry, Language
from learning.guidance.enums import Experience, Goal, ProfileStep, WeeklyTime

_CHOOSE = {"required": _("Choose one, or skip the question.")}


class GoalForm(forms.Form):
    """What somebody is here for."""

    goal = forms.ChoiceField(
        label=_("What do you want most?"),
        choices=Goal.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    wanted_role = forms.CharField(
        label=_("Which role, if it is one?"),
        max_length=80,
        required=False,
        help_text=_("For instance: key account manager."),
    )

    def clean_wanted_role(self) -> str:
        """Return it without double spaces."""
        return " ".join(self.cleaned_data["wanted_role"].split())


class ExperienceForm(forms.Form):
    """Years of selling."""

    experience = forms.ChoiceField(
        label=_("How long have you been selling?"),
        choices=Experience.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class IndustryForm(forms.Form):
    """The kind of selling."""

    industry = forms.ChoiceField(
        label=_("What kind of selling is yours, or should be?"),
        choices=Industry.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class LanguageForm(forms.Form):
    """The language of courses."""

    language = forms.ChoiceField(
        label=_("In which language do you like to learn?"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class TimeForm(forms.Form):
    """Time a week."""

    weekly_minutes = forms.TypedChoiceField(
        label=_("How much time a week do you have?"),
        choices=WeeklyTime.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


STEP_FORMS: dict[ProfileStep, type[forms.Form]] = {
    ProfileStep.GOAL: GoalForm,
    ProfileStep.EXPERIENCE: ExperienceForm,
    ProfileStep.INDUSTRY: IndustryForm,
    ProfileStep.LANGUAGE: LanguageForm,
    ProfileStep.TIME: TimeForm,
}


class AnswerForm(forms.Form):
    """The answer to one question, with the number of the question it is meant for."""

    number = forms.IntegerField(min_value=1, max_value=1000)
    choice = forms.CharField(required=False, max_length=10)


class BeginForm(forms.Form):
    """In which language to be asked."""

    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=[("en", "English"), ("hi", "हिंदी")],
        required=False,
    )
