"""What people fill in about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenants.accounts.enums import NameLanguage
from tenants.accounts.models import User

_NAME_LANGUAGES = [("", _("Choose the language")), *NameLanguage.choices]
THEMES = (
    ("", _("Like my device")),
    ("light", _("Light")),
    ("dark", _("Dark")),
    ("contrast", _("High contrast")),
)
MOTION = (("", _("Like my device")), ("reduce", _("Nothing moves")))
TEXT_SIZES = (("", _("Normal")), ("large", _("Large")), ("larger", _("Larger")))


class NativeNameMixin(forms.Form):
    """The name in its own script, as it will stand on certificates."""

    native_name = forms.CharField(
        label=_("Name in your own script"),
        max_length=150,
        required=False,
        help_text=_("It stands on your certificates beside the name above."),
    )
    native_language = forms.ChoiceField(
        label=_("Language of that name"), choices=_NAME_LANGUAGES, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the language of a name that needs one, as it picks the font."""
        data = super().clean() or self.cleaned_data
        if data.get("native_name") and not data.get("native_language"):
            self.add_error(
                "native_language", _("Choose the language, so that it is set in the right font.")
            )
        return data


class ProfileForm(NativeNameMixin):
    """A person's own names and language."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language of the pages"), required=False)
    field_order = ("name", "native_name", "native_language", "language")

    def __init__(self, *args: Any, default_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", default_language), *settings.LANGUAGES]  # type: ignore[attr-defined]


class InvitationForm(NativeNameMixin):
    """Joining: a name and a password. The address is the invitation's and cannot be changed."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=256,
        help_text=_("At least 10 characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("name", "password", "native_name", "native_language")


class DisplayForm(forms.Form):
    """How pages look on this device: kept in cookies, so that nothing flashes."""

    theme = forms.ChoiceField(
        label=_("Theme"), choices=THEMES, required=False, widget=forms.RadioSelect
    )
    text = forms.ChoiceField(
        label=_("Text size"), choices=TEXT_SIZES, required=False, widget=forms.RadioSelect
    )
    motion = forms.ChoiceField(
        label=_("Movement"), choices=MOTION, required=False, widget=forms.RadioSelect
    )


class LanguageForm(forms.Form):
    """The language that pages are shown in."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES)


class SignupForm(forms.Form):
    """What signing up on the public site asks besides address and password (allauth adds those)."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As it should stand on your certificates."),
    )
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Do nothing more: the adapter has written the person already (allauth calls this)."""
