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
        help_text=_("CSV or XLSX, up to 50,000 people. The first row holds headings."),
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


def as_options(posted: Mapping[str, Any]) -> dict[str, bool]:
    """Return which options were said, and how; those not named stay as they are."""
    names = ("creates_departments", "updates_people", "reactivates_people")
    return {name: posted[name] == "1" for name in names if name in posted}


def read_columns(posted: QueryDict, count: int) -> list[str]:
    """Return what each of so many columns is said to hold; its control is named `column-<index>`."""
    return [str(posted.get(f"column-{index}", "")) for index in range(count)]
