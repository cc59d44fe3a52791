"""A course's details, and the filters of the studio's list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.catalogue.enums import CourseStatus, Skill
from learning.catalogue.models import Course
from learning.catalogue.services.course import OUTCOMES_LIMIT, CourseDetails


class DetailsForm(forms.ModelForm):
    """What a course says of itself."""

    outcomes = forms.CharField(
        label=_("What people will be able to do"),
        help_text=_("One per line, at most %(limit)d. Begin each with a verb.")
        % {"limit": OUTCOMES_LIMIT},
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills it trains"),
        help_text=_("Recommendations go by these. Two or three are better than all."),
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Course
        fields = (
            "title",
            "summary",
            "language",
            "level",
            "industry",
            "instructor_name",
            "outcomes",
            "skills",
            "description_md",
            "prerequisites_md",
        )
        labels = {"description_md": _("About the course")}
        help_texts = {
            "summary": _("One sentence, shown in lists."),
            "description_md": _("Markdown: **bold**, lists with “-”, headings with “##”."),
            "prerequisites_md": _("What somebody should know or have done first."),
            "instructor_name": _("Shown on the course. Left empty: you."),
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "description_md": forms.Textarea(attrs={"rows": 6}),
            "prerequisites_md": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["outcomes"] = "\n".join(self.instance.outcomes)

    def clean_outcomes(self) -> list[str]:
        """Return the lines."""
        return [line for line in self.cleaned_data["outcomes"].splitlines() if line.strip()]

    def details(self) -> CourseDetails:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return CourseDetails(
            **{**data, "outcomes": tuple(data["outcomes"]), "skills": tuple(data["skills"])}
        )


class StudioFilter(forms.Form):
    """Search, status and order of the studio's list; what is not known is left out."""

    q = forms.CharField(label=_("Search courses"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *CourseStatus.choices]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", ""), *((s, s) for s in ("title", "-title", "edited", "-edited"))],
    )

    def known(self, name: str) -> str:
        """Return a field's value, empty when it was left out or makes no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class EditorForm(forms.Form):
    """Somebody to share a course with."""

    email = forms.EmailField(label=_("E-mail of a colleague who is an author"))
