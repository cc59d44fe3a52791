"""A new token, and how to replace one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.api_access.enums import Scope
from tenants.api_access.services.token import DAYS

_DAYS = {30: _("30 days"), 90: _("90 days"), 180: _("Half a year"), 365: _("One year")}
_OVERLAPS = ((24, _("A day")), (168, _("A week")), (0, _("Not at all")))


class TokenForm(forms.Form):
    """What a token is for, what it may do, how long it is good for."""

    name = forms.CharField(
        label=_("What is it for"),
        max_length=80,
        help_text=_("Such as “Payroll sync”, so that you know it again."),
        error_messages={"required": _("Say what it is for.")},
    )
    scopes = forms.TypedMultipleChoiceField(
        label=_("It may"),
        coerce=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As little as it needs."),
        error_messages={
            "required": _("Tick at least one thing it may do."),
            "invalid_choice": _("This cannot be given here."),
        },
    )
    days = forms.TypedChoiceField(
        label=_("Good for"), coerce=int, initial=90, choices=[(n, _DAYS[n]) for n in DAYS]
    )

    def __init__(self, *args: Any, scopes: Sequence[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(one.value, one.label) for one in scopes]  # type: ignore[attr-defined]


class RotateForm(forms.Form):
    """How long the old token stays good beside the new one."""

    overlap_hours = forms.TypedChoiceField(
        label=_("The old one stays good for"), coerce=int, choices=_OVERLAPS
    )
