"""Filters in a query string: whatever is not understood is as if it were not there."""

from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class Wanted:
    """What of a person's messages to show."""

    page: int
    unread_only: bool


class PageForm(forms.Form):
    """Page and filter of a person's messages."""

    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)
    show = forms.CharField(required=False, max_length=10)

    def read(self) -> Wanted:
        """Return what was understood."""
        self.is_valid()
        return Wanted(
            page=self.cleaned_data.get("page") or 1,
            unread_only=self.cleaned_data.get("show") == "unread",
        )
