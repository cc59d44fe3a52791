"""What those who manage messages send: words, chats, searches."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tenants.notify.enums import ChatService
from tenants.notify.selectors.manage import chat_kinds
from tenants.notify.services.wordsmith import LONGEST_INTRO, LONGEST_SUBJECT


class WhichForm(forms.Form):
    """Which words: kind and language, in the address."""

    kind = forms.CharField(max_length=60)
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class WordsForm(forms.Form):
    """Subject and first paragraph; empty ones are ours."""

    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=LONGEST_SUBJECT,
        help_text=_("Leave it empty to use ours."),
    )
    intro = forms.CharField(
        label=_("First paragraph"),
        required=False,
        max_length=LONGEST_INTRO,
        widget=forms.Textarea,
        help_text=_("Comes after the greeting. Leave it empty to use ours."),
    )


class ChatForm(forms.Form):
    """A team chat."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("As your people call it, such as “Sales wins”.")
    )
    service = forms.ChoiceField(label=_("Chat"), choices=ChatService.choices)
    url = forms.CharField(
        label=_("Address of the incoming webhook"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What goes there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.name, kind.chat_label) for kind in chat_kinds()]  # type: ignore[attr-defined]
        self.fields["url"].required = is_new
        self.fields["url"].help_text = (
            _("The chat shows it when you add an incoming webhook. It begins with https://.")
            if is_new
            else _("Leave it empty to keep the one it has.")
        )


class SearchForm(forms.Form):
    """Search and page of a list."""

    q = forms.CharField(required=False, max_length=100)
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def read(self) -> tuple[str, int]:
        """Return what was understood: search and page."""
        self.is_valid()
        return self.cleaned_data.get("q") or "", self.cleaned_data.get("page") or 1
