"""Sending an application: every step checked at once, and consent; papers, codes, replies."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from public_site.enums import DOCUMENT_KINDS
from public_site.forms.application import STEPS, bound_step


@dataclass(frozen=True)
class Checked:
    """All steps of a draft: what passed, cleaned, and what is wrong, by step."""

    answers: dict[str, Any]
    problems: dict[str, list[str]]


def check_answers(kind: str, draft: dict[str, Any]) -> Checked:
    """Run every step's form over a draft."""
    answers: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    for step in STEPS[kind]:
        if step.form is None:
            continue
        form = bound_step(step, draft.get(step.name, {}))
        if form.is_valid():
            answers[step.name] = form.cleaned_data
        else:
            problems[step.name] = [
                f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items()
            ]
    return Checked(answers, problems)


def typed(form_class: type[forms.Form], data: QueryDict) -> dict[str, Any]:
    """Return what was typed into the fields of a form, and into no others, as a draft keeps it."""
    fields = form_class().fields
    kept: dict[str, Any] = {}
    for name, field in fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            kept[name] = data.getlist(name)
        else:
            kept[name] = data.get(name, "")
    return kept


class ConsentForm(forms.Form):
    """Agreeing to the terms whose version was on the page."""

    terms_version = forms.CharField(widget=forms.HiddenInput, max_length=20)
    consent = forms.BooleanField(
        label=gettext_lazy("I have read these terms and agree to them."),
        error_messages={"required": gettext_lazy("Without your consent we cannot review it.")},
    )


class PaperForm(forms.Form):
    """A document."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What does it show?"),
        error_messages={"required": gettext_lazy("Say what the document shows.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("PDF, PNG or JPEG, up to 10 MB."),
        widget=forms.ClearableFileInput(
            attrs={"accept": "application/pdf,image/png,image/jpeg,.pdf,.png,.jpg,.jpeg"}
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def __init__(self, *args: Any, review_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in DOCUMENT_KINDS[review_kind]
        ]

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before anything reads it."""
        file: UploadedFile = self.cleaned_data["file"]
        limit = settings.UPLOAD_LIMITS_BYTES["document"]
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                _("This file has %(has).1f MB; a document may have %(limit)d MB.")
                % {"has": (file.size or 0) / 1024**2, "limit": limit // 1024**2}
            )
        return file


class SampleVideoForm(forms.Form):
    """The sample lesson as a video."""

    video = forms.FileField(
        label=gettext_lazy("Video"),
        help_text=gettext_lazy("MP4, MOV or WebM, up to 300 MB. Five to ten minutes are enough."),
        widget=forms.ClearableFileInput(attrs={"accept": "video/*"}),
        error_messages={
            "required": gettext_lazy("Choose a video."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


class WorkEmailForm(forms.Form):
    """Where the code goes."""

    email = forms.CharField(
        label=gettext_lazy("Your work e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def replies_of(data: QueryDict) -> dict[UUID, str]:
    """Return the answers of the status page's form by question; names that are no ids are left out."""
    found: dict[UUID, str] = {}
    for name in data:
        bare = name.removeprefix("question-")
        if bare == name:
            continue
        try:
            found[UUID(bare)] = data.get(name, "")
        except ValueError:
            continue
    return found
