"""Filters of the audit log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprise.forms.team import DateField
from enterprise.selectors.audit import AuditFilter


class AuditForm(forms.Form):
    """Search, area and days; what cannot be read is left out and said so."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    area = forms.CharField(label=_("About"), required=False, max_length=40)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def read(self) -> AuditFilter:
        """Return what was understood."""
        self.is_valid()
        return AuditFilter(
            search=self.cleaned_data.get("q") or "",
            area=self.cleaned_data.get("area") or "",
            since=self.cleaned_data.get("since"),
            until=self.cleaned_data.get("until"),
        )

    def read_page(self) -> int:
        """Return the page asked for, the first by default."""
        self.is_valid()
        return self.cleaned_data.get("page") or 1
