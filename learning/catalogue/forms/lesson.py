"""The lesson editor's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.catalogue.enums import Language, LessonKind
from learning.catalogue.models import Lesson
from tenants.kernel.errors import DomainError


class LessonForm(forms.Form):
    """A lesson's draft as one window has it."""

    title = forms.CharField(label=_("Title"), max_length=120)
    body_md = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: **bold**, lists with “-”, headings with “##”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        strip=False,
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("Left empty, the text or the video tells."),
        required=False,
        min_value=1,
        max_value=240,
    )
    is_preview = forms.BooleanField(
        label=_("Free preview: everyone may see this lesson"), required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "title": lesson.title,
                "body_md": lesson.body_md,
                "minutes": -(-lesson.duration_seconds // 60) if lesson.duration_is_manual else None,
                "is_preview": lesson.is_preview,
                "revision": lesson.revision,
            },
        )
        super().__init__(*args, **kwargs)
        if lesson.kind == LessonKind.VIDEO:
            self.fields["body_md"].label = _("Notes below the video")
            self.fields["body_md"].widget.attrs["rows"] = 8
        elif lesson.kind == LessonKind.QUIZ:
            self.fields["body_md"].label = _("Words before the quiz")
            self.fields["body_md"].widget.attrs["rows"] = 4


class VideoForm(forms.Form):
    """A video to upload."""

    video = forms.FileField(
        label=_("Video file"),
        help_text=_("MP4, MOV or WebM, up to four hours."),
        widget=forms.FileInput(
            attrs={"accept": ".mp4,.mov,.webm,video/mp4,video/quicktime,video/webm"}
        ),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a video file.")},
    )


class CaptionForm(forms.Form):
    """Captions in one language, as a file or pasted."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    captions = forms.FileField(
        label=_("WebVTT file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )
    text = forms.CharField(
        label=_("Or paste the captions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        strip=False,
    )

    def clean(self) -> None:
        """Hold that there is something."""
        if not self.cleaned_data.get("captions") and not self.cleaned_data.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file or paste the captions."))

    def place_error(self, error: DomainError) -> None:
        """Put each line of what a service said beside what was given: the file, or the pasted text."""
        given = "captions" if self.cleaned_data.get("captions") else "text"
        field = given if error.field == "captions" else error.field or None
        for line in error.message.split("\n"):
            self.add_error(field, line)

    def data_of(self) -> bytes:
        """Return the captions' bytes; a file wins over pasted text."""
        if uploaded := self.cleaned_data["captions"]:
            return bytes(uploaded.read())
        return str(self.cleaned_data["text"]).encode()


class PosterForm(forms.Form):
    """A picture to show before the video plays."""

    poster = forms.FileField(
        label=_("Poster"),
        help_text=_("JPEG, PNG or WebP, best 1280 × 720."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class PublishForm(forms.Form):
    """What changed, for colleagues."""

    notes = forms.CharField(
        label=_("What changed"),
        help_text=_("For your colleagues; learners do not see it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
