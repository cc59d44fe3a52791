"""The rules of a quiz, as an author sets them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.assessment.services.quiz import MAX_ATTEMPTS_LIMIT


class RulesForm(forms.Form):
    """Pass mark, attempts, order."""

    pass_percent = forms.IntegerField(
        label=_("Pass mark, per cent"), min_value=1, max_value=100, initial=80
    )
    max_attempts = forms.IntegerField(
        label=_("Attempts allowed"),
        help_text=_("0 means as often as one likes."),
        min_value=0,
        max_value=MAX_ATTEMPTS_LIMIT,
        initial=0,
    )
    shuffle = forms.BooleanField(label=_("Mix the order of questions and answers"), required=False)
