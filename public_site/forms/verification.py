"""What is brought to be checked: a code or a file."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.kernel.ids import normalise_code


class CodeForm(forms.Form):
    """A code, typed from paper."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "7Q4K-92XD-M0PA",
            }
        ),
        help_text=gettext_lazy("Beside the QR code. Capitals and dashes do not matter."),
        error_messages={"required": gettext_lazy("Type the code from the certificate.")},
    )

    def clean_code(self) -> str:
        """Return the code as it was given out."""
        code = normalise_code(self.cleaned_data["code"])
        if not code.replace("-", "").isalnum():
            raise forms.ValidationError(_("A code has letters and digits only."))
        return code


class FileForm(forms.Form):
    """A certificate's PDF or JSON."""

    file = forms.FileField(
        label=gettext_lazy("Certificate file"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "application/pdf,application/json,.pdf,.json"}
        ),
        help_text=gettext_lazy("The PDF or the JSON, as it was downloaded. We do not keep it."),
        error_messages={
            "required": gettext_lazy("Choose the certificate's PDF or JSON."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is far larger than any certificate."""
        file: UploadedFile = self.cleaned_data["file"]
        limit = settings.UPLOAD_LIMITS_BYTES["certificate"]
        if file.size is None or file.size > limit:
            raise forms.ValidationError(
                _("This file is larger than %(limit)d MB, so it is no certificate of ours.")
                % {"limit": limit // 1024**2}
            )
        return file
