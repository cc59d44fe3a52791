"""A company's page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EmployerForm(forms.Form):
    """What a recruiter says of the company."""

    city = forms.CharField(label=_("City"), max_length=80)
    about = forms.CharField(
        label=_("What the company does"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
