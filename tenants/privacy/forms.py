"""What privacy's pages ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.privacy.services.support import HOURS


class AgreementForm(forms.Form):
    """What nobody uses the public site without; each is a separate yes (DPDP Act 2023, section 6(1))."""

    adult = forms.BooleanField(label=_("I am 18 years old or older"))
    terms = forms.BooleanField(label=_("I accept the terms of use"))
    notice = forms.BooleanField(label=_("I have read the privacy notice"))


class ErasureForm(forms.Form):
    """One's own wish, said so that nobody does it by a slip."""

    sure = forms.BooleanField(label=_("I understand that this cannot be undone once it is done"))


class DecisionForm(forms.Form):
    """An admin's answer to a request."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("decline", "")])
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class SupportForm(forms.Form):
    """Letting our staff look in."""

    what_for = forms.CharField(
        label=_("What should we look at?"),
        max_length=300,
        help_text=_("Whoever comes reads it, and it stands in your audit log."),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(2, _("2 hours")), (24, _("24 hours")), (72, _("3 days"))],
        initial=HOURS[0],
    )
