"""What visitors and staff say about career paths."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.catalogue.api import CareerLevel, CourseCard, Language, PathDetails, PathFilter
from tenants.kernel.errors import DomainError

_ANY = ("", _("All"))


class PathsForm(forms.Form):
    """Search, filters and order of the staff's list; what is not understood counts as not said."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    status = forms.CharField(required=False, max_length=10)
    level = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[_ANY, *CareerLevel.choices]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[_ANY, *Language.choices]
    )
    sort = forms.CharField(required=False, max_length=20)

    def wanted(self) -> PathFilter:
        """Return what was understood."""
        self.is_valid()
        said = self.cleaned_data
        return PathFilter(
            search=said.get("q") or "",
            status=said.get("status") or "",
            level=said.get("level") or "",
            language=said.get("language") or "",
            sort=said.get("sort") or "order",
        )


class _Refusable(forms.Form):
    def add_refusal(self, error: DomainError) -> None:
        """Show at its field what the service refused."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class PathForm(_Refusable):
    """What a path says of itself."""

    title = forms.CharField(label=_("Title"), max_length=120)
    level = forms.ChoiceField(label=_("Stage"), choices=CareerLevel.choices)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        help_text=_("Of the words here. Its courses may be in others; each says which."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences: where somebody stands before, and after."),
    )
    description_md = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown. Who it is for, what the work is like, what comes next."),
    )

    def details(self) -> PathDetails:
        """Return what was written."""
        return PathDetails(**self.cleaned_data)


class StepForm(_Refusable):
    """One step's words."""

    title = forms.CharField(label=_("Step"), max_length=80)
    summary = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StepCourseForm(_Refusable):
    """A course for a step, out of those that are published."""

    course = forms.ChoiceField(label=_("Course"))

    def __init__(self, *args: object, cards: tuple[CourseCard, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["course"].choices = [  # type: ignore[attr-defined]
            (str(card.id), f"{card.title} ({card.language_label})") for card in cards
        ]


class MoveForm(forms.Form):
    """One place up or down."""

    step = forms.TypedChoiceField(choices=[("-1", ""), ("1", "")], coerce=int)
