"""Starting a company."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tenants.api import clean_slug, ensure_free
from tenants.kernel.errors import DomainError


class StartCompanyForm(forms.Form):
    """Name, subdomain and the owner's way in. Rules live in `tenants.api`; errors land at their field."""

    name = forms.CharField(
        label=_("Company name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    slug = forms.CharField(
        label=_("Your address"),
        max_length=63,
        help_text=_("Letters a–z, digits and hyphens. Your people sign in here."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    owner_name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your work e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        min_length=10,
        max_length=128,
        strip=False,
        help_text=_("At least 10 characters. A short sentence works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    agrees = forms.BooleanField(
        label=_("I agree to the terms for companies, in my company's name"),
        error_messages={"required": _("Nothing is set up without it.")},
    )

    def clean_slug(self) -> str:
        """Check the subdomain as the service will."""
        try:
            slug = clean_slug(self.cleaned_data["slug"])
            ensure_free(slug)
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return slug

    def clean_password(self) -> str:
        """Apply the password rules of every sign-up."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def add_refusal(self, error: DomainError) -> None:
        """Show what the service refused at the field it named."""
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def answers(self) -> dict[str, Any]:
        """Return the arguments of `tenants.api.start_company`."""
        return {
            "name": self.cleaned_data["name"],
            "slug": self.cleaned_data["slug"],
            "owner_email": self.cleaned_data["email"],
            "owner_name": self.cleaned_data["owner_name"],
            "password": self.cleaned_data["password"],
        }
