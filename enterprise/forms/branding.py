"""The company's brand."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BrandingForm(forms.Form):
    """Colour, logo and who signs certificates."""

    colour = forms.CharField(
        label=_("Colour"),
        max_length=40,
        help_text=_("As #rrggbb, such as #8a2a5b. White text has to be readable on it."),
        widget=forms.TextInput(
            attrs={"spellcheck": "false", "autocomplete": "off", "data-brand-colour": ""}
        ),
        error_messages={"required": _("Choose a colour, such as #8a2a5b.")},
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 5 MB. Wide or square; transparent is best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    signatory_name = forms.CharField(
        label=_("Who signs certificates"), max_length=120, required=False
    )
    signatory_title = forms.CharField(
        label=_("Their position"),
        max_length=120,
        required=False,
        help_text=_("Such as “Head of Learning”. Both stand on every new certificate."),
    )
