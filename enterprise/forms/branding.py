"""The company's brand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.credentials.api import CertificateFrame


class BrandingForm(forms.Form):
    """Colour, pictures, who signs certificates and what frames them."""

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
    picture = forms.FileField(
        label=_("Picture beside the sign-in"),
        required=False,
        help_text=_(
            "PNG, JPEG or WebP, up to 10 MB. Its middle is shown upright on wide screens; phones leave it out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)
    frame = forms.ChoiceField(
        label=_("Frame of certificates"),
        choices=CertificateFrame.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    background = forms.FileField(
        label=_("Picture behind certificates"),
        required=False,
        help_text=_(
            "PNG, JPEG or WebP in the shape of A4 on its side, such as 1754 × 1240 pixels, up to 10 MB. "
            "It is lightened as far as the words before it need."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_background = forms.BooleanField(
        label=_("Remove the picture behind certificates"), required=False
    )
    signatory_name = forms.CharField(
        label=_("Who signs certificates"), max_length=120, required=False
    )
    signatory_title = forms.CharField(
        label=_("Their position"),
        max_length=120,
        required=False,
        help_text=_("Such as “Head of Learning”. Both stand on every new certificate."),
    )

    def clean_frame(self) -> str | None:
        """Return the frame; None, which leaves it as it is, where none was sent."""
        return self.cleaned_data["frame"] or None
