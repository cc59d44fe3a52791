"""The steps of both applications. A step's form also reads a draft back: what was typed stays typed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.catalogue.api import Language, Skill
from public_site.company_numbers import parse_cin, parse_gstin
from public_site.domains import clean_domain
from public_site.enums import ReviewKind
from tenants.kernel.clock import today
from tenants.kernel.errors import DomainError
from tenants.schemas import current_tenant

MOST_LINKS = 5
_LONGEST_LINK = 300


class StepForm(forms.Form):
    """One step. `data` may be a draft that does not pass yet."""

    def clean(self) -> dict[str, Any]:
        """Return answers that JSON can hold."""
        return super().clean() or self.cleaned_data


class ProfileStep(StepForm):
    """Who teaches."""

    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=120,
        help_text=gettext_lazy("What you are known for, in one line."),
    )
    bio_language = forms.ChoiceField(
        label=gettext_lazy("Language of the text below"), choices=Language.choices
    )
    bio = forms.CharField(
        label=gettext_lazy("About you"),
        min_length=80,
        max_length=3000,
        help_text=gettext_lazy(
            "In your own language: what you sold, whom you taught, what learners get from you. 80 characters or more."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class TeachingStep(StepForm):
    """What is taught, and in which languages."""

    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("What do you teach?"),
        choices=Skill.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In which languages?"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )


class ExperienceStep(StepForm):
    """Years, stories, and where to see more."""

    selling_years = forms.IntegerField(
        label=gettext_lazy("Years of selling"), min_value=0, max_value=60
    )
    selling = forms.CharField(
        label=gettext_lazy("What did you sell, and to whom?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    teaching_years = forms.IntegerField(
        label=gettext_lazy("Years of teaching or training"), min_value=0, max_value=60
    )
    teaching = forms.CharField(
        label=gettext_lazy("Whom did you teach or train?"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Nobody yet is fine too: then your sample lesson speaks for you."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    links = forms.CharField(
        label=gettext_lazy("Links to your work"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Up to five, one per line, each beginning with https:// or http://. A person may look at them; our machines never open them."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def clean_links(self) -> list[str]:
        """Return the addresses; each is checked for its form and never opened."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise forms.ValidationError(_("At most %(n)d links.") % {"n": MOST_LINKS})
        for line in lines:
            if not is_web_address(line):
                raise forms.ValidationError(
                    _("“%(link)s” is not a web address such as https://example.com/talk.")
                    % {"link": line[:80]}
                )
        return list(dict.fromkeys(lines))


class SampleStep(StepForm):
    """A lesson, in writing or as a video."""

    sample_kind = forms.ChoiceField(
        label=gettext_lazy("Your sample lesson is"),
        choices=[("text", gettext_lazy("A text")), ("video", gettext_lazy("A video"))],
        widget=forms.RadioSelect,
        initial="text",
    )
    sample_title = forms.CharField(label=gettext_lazy("Title of the lesson"), max_length=120)
    sample_body = forms.CharField(
        label=gettext_lazy("The lesson, if it is a text"),
        max_length=12_000,
        required=False,
        help_text=gettext_lazy(
            "Five minutes to read: 300 characters or more. Markdown: **bold**, lists with “-”, headings with “##”."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a text of some length when the lesson is a text."""
        data = super().clean()
        if data.get("sample_kind") == "text" and len(data.get("sample_body", "")) < 300:
            self.add_error(
                "sample_body", _("Write 300 characters or more, or choose a video instead.")
            )
        return data


class CompanyStep(StepForm):
    """The company by its numbers and its website."""

    company_name = forms.CharField(
        label=gettext_lazy("Company name, as registered"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    gstin = forms.CharField(
        label=gettext_lazy("GSTIN"),
        max_length=40,
        help_text=gettext_lazy("15 characters. We check its structure and its last character."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    cin = forms.CharField(
        label=gettext_lazy("CIN"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("21 characters, if the company has one."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    domain = forms.CharField(
        label=gettext_lazy("Website"),
        max_length=253,
        help_text=gettext_lazy("For instance example.com. You will show that it is the company's."),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )
    city = forms.CharField(label=gettext_lazy("City"), max_length=80)
    about = forms.CharField(
        label=gettext_lazy("What the company does"),
        max_length=1500,
        help_text=gettext_lazy("Two or three sentences. They stand on the company's page here."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_gstin(self) -> str:
        """Return it as registered."""
        try:
            return parse_gstin(self.cleaned_data["gstin"]).number
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error

    def clean_cin(self) -> str:
        """Return it as registered."""
        try:
            return parse_cin(self.cleaned_data["cin"], year=today(current_tenant().time_zone).year)
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error

    def clean_domain(self) -> str:
        """Return the bare domain."""
        try:
            return clean_domain(self.cleaned_data["domain"])
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class ContactStep(StepForm):
    """Who speaks for the company."""

    contact_name = forms.CharField(
        label=gettext_lazy("Contact person"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_title = forms.CharField(
        label=gettext_lazy("Their position"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_phone = forms.RegexField(
        r"^\+?[0-9][0-9 -]{6,18}[0-9]$",
        label=gettext_lazy("Phone"),
        required=False,
        help_text=gettext_lazy("Only staff who review this see it."),
        error_messages={"invalid": gettext_lazy("Write it like +91 98765 43210.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    hiring = forms.CharField(
        label=gettext_lazy("Whom are you looking for?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True)
class Step:
    """One step; without a form it is more than fields: papers, proof, sending."""

    name: str
    label: str | Promise
    form: type[StepForm] | None = None


STEPS: dict[str, tuple[Step, ...]] = {
    ReviewKind.INSTRUCTOR: (
        Step("profile", gettext_lazy("You"), ProfileStep),
        Step("teaching", gettext_lazy("Subjects"), TeachingStep),
        Step("experience", gettext_lazy("Experience"), ExperienceStep),
        Step("papers", gettext_lazy("Documents")),
        Step("sample", gettext_lazy("Sample lesson"), SampleStep),
        Step("send", gettext_lazy("Check and send")),
    ),
    ReviewKind.COMPANY: (
        Step("company", gettext_lazy("Company"), CompanyStep),
        Step("contact", gettext_lazy("Contact"), ContactStep),
        Step("proof", gettext_lazy("Website")),
        Step("papers", gettext_lazy("Documents")),
        Step("send", gettext_lazy("Check and send")),
    ),
}


def is_web_address(text: str) -> bool:
    """Whether this is an http or https address with a host that has a dot, and no name or password."""
    if len(text) > _LONGEST_LINK or any(sign.isspace() or ord(sign) < 32 for sign in text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and "." in host.strip(".")
        and not parts.username
        and not parts.password
    )


def bound_step(step: Step, draft: dict[str, Any]) -> StepForm:
    """Return a step's form filled with a draft, as if it had been sent."""
    assert step.form is not None
    return step.form(draft or {})
