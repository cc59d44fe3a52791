"""What an admin fills in while importing people."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """The file. What is wrong with it, the service says."""

    file = forms.FileField(
        label=_("List of people"),
        help_text=_("CSV or XLSX, up to 10,000 people. The first row holds headings."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty."),
        },
    )


class RunForm(forms.Form):
    """Going ahead: how many people the admin saw, and whether they get an invitation."""

    agreed = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    invite = forms.BooleanField(required=False)


def read_corrections(posted: QueryDict) -> tuple[dict[UUID, dict[str, str]], list[UUID]]:
    """Return new cells by row and field, and the rows to leave out.

    A cell's control is named `<row id>:<field>`; what is named otherwise is passed over.
    """
    cells: dict[UUID, dict[str, str]] = {}
    for key in posted:
        row, colon, name = key.partition(":")
        if colon and (row_id := _uuid(row)):
            cells.setdefault(row_id, {})[name] = str(posted[key])
    left_out = [found for value in posted.getlist("leave_out") if (found := _uuid(value))]
    return cells, left_out


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def as_options(posted: Mapping[str, Any]) -> bool:
    """Return whether teams that do not exist are to be made."""
    return posted.get("creates_departments") == "1"
