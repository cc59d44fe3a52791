"""What signing in by phone or employee ID asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Invalid
from tenants.kernel.models import TextChannel
from tenants.kernel.phones import parse_number
from tenants.kernel.texts import texts_work


def channels() -> list[tuple[str, str]]:
    """Return the channels that work here, as choices."""
    return [(channel.value, str(channel.label)) for channel in TextChannel if texts_work(channel)]


class NumberForm(forms.Form):
    """A mobile number, and how the code shall come."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        help_text=_("10 digits, such as 98765 43210."),
        widget=forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel", "autofocus": True}),
    )
    channel = forms.ChoiceField(label=_("Send the code by"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = channels()
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]
        self.fields["channel"].initial = choices[0][0] if choices else ""
        if len(choices) < 2:
            self.fields["channel"].widget = forms.HiddenInput()
            self.fields["channel"].required = False

    def clean_phone(self) -> str:
        """Return the number in E.164."""
        try:
            return parse_number(self.cleaned_data["phone"])
        except Invalid as error:
            raise forms.ValidationError(error.message, code=error.code) from None

    def clean_channel(self) -> str:
        """Return the channel; where there is only one, that one."""
        return self.cleaned_data["channel"] or str(TextChannel.SMS)


class PhoneCodeForm(forms.Form):
    """The six digits of the text. Phones offer them from the message by themselves."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "pattern": r"[0-9\s]*",
                "autofocus": True,
                "class": "code-input",
            }
        ),
    )


class PhoneNameForm(forms.Form):
    """The one thing a new account needs besides the number."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
        help_text=_("As it should stand on your certificates."),
    )


class EmployeeForm(forms.Form):
    """Employee ID, and one of: a code from an admin, a PIN, a password. The button may ask for a text instead."""

    employee_id = forms.CharField(label=_("Employee ID"), max_length=40)
    secret = forms.CharField(label=_("Code, PIN or password"), max_length=256, strip=False)

    def __init__(
        self, *args: Any, shared_device: bool, by_text: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secret"].required = not by_text
        # On a device of many a browser must neither offer nor keep anybody's.
        who = "off" if shared_device else "username"
        what = "one-time-code" if shared_device else "current-password"
        self.fields["employee_id"].widget.attrs |= {
            "autocomplete": who,
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": True,
        }
        self.fields["secret"].widget = forms.PasswordInput(attrs={"autocomplete": what})
        self.fields["secret"].label = (
            _("Code, PIN or password") if shared_device else _("Code or password")
        )


class PinForm(forms.Form):
    """Six digits, twice."""

    pin = forms.CharField(
        label=_("PIN of 6 digits"),
        max_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("For shared devices of your company. Not 123456, and not one digit six times."),
    )
    again = forms.CharField(
        label=_("The same PIN again"),
        max_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Hold both against each other."""
        data = super().clean() or self.cleaned_data
        if data.get("pin") and data.get("again") and data["pin"] != data["again"]:
            self.add_error("again", _("This is not the PIN above."))
        return data
