"""What an owner says about the company itself. Rules live in `tenants.api`; errors land at their field."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import DomainError


class RefusableForm(forms.Form):
    """A form that shows at its fields what a service refused."""

    def add_refusal(self, error: DomainError) -> None:
        """Show what was refused at the field it names."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class DetailsForm(RefusableForm):
    """Name, time zone and language."""

    name = forms.CharField(
        label=_("Company name"),
        max_length=120,
        help_text=_("As it stands on pages, mails and new certificates."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Dates are shown and due in this zone.")
    )
    locale = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For people who have chosen none."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]


class CloseForm(RefusableForm):
    """Closing the company, typed out."""

    typed_name = forms.CharField(
        label=_("Type the company's name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Why do you close it?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    archive = forms.BooleanField(
        label=_("Make an archive of everything now"), required=False, initial=True
    )


class DomainForm(RefusableForm):
    """A domain the company wants to use."""

    domain = forms.CharField(
        label=_("Domain"),
        max_length=300,
        help_text=_("For example learn.yourcompany.com"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
