"""Filters in a query string: whatever is not understood is as if it were not there."""

from typing import Any
from uuid import UUID

from django import forms

from learning.catalogue.api import Skill


class ListForm(forms.Form):
    """Search, order and page of a list."""

    q = forms.CharField(required=False, max_length=100)
    sort = forms.CharField(required=False, max_length=20)
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)
    status = forms.CharField(required=False, max_length=20)
    weak = forms.ChoiceField(required=False, choices=Skill.choices)
    department = forms.UUIDField(required=False)

    def read(self) -> dict[str, Any]:
        """Return what was understood, with empty values for the rest."""
        self.is_valid()
        return {
            "search": self.cleaned_data.get("q") or "",
            "sort": self.cleaned_data.get("sort") or "",
            "page": self.cleaned_data.get("page") or 1,
            "status": self.cleaned_data.get("status") or "",
            "weak": self.cleaned_data.get("weak") or "",
        }

    @property
    def department_id(self) -> UUID | None:
        """The department asked for.

        Something that is no id at all finds nothing either, so it is not taken for "all of them".
        """
        self.is_valid()
        if "department" in self.errors:
            return UUID(int=0)
        found: UUID | None = self.cleaned_data.get("department")
        return found
