"""The page of an audit log and its file, the same on a company's host and on the public one.

Who may read it is asked by the view that calls this.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.kernel.audit_log import PAGE_SIZE, AuditFilter, audit_areas, audit_entries, describe
from tenants.kernel.audit_words import area, deed, in_words
from tenants.kernel.clock import local
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.schemas import current_tenant


class _Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AuditForm(forms.Form):
    """Search, area and days; what cannot be read is left out and said so."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    area = forms.CharField(label=gettext_lazy("About"), required=False, max_length=40)
    since = _Day(label=gettext_lazy("From"), required=False)
    until = _Day(label=gettext_lazy("To"), required=False)
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


def audit_context(request: HttpRequest) -> dict[str, Any]:
    """Return what `kernel/_audit.html` shows: the entries asked for, the latest first."""
    form = AuditForm(request.GET)
    wanted = form.read()
    pages = Paginator(audit_entries(wanted), PAGE_SIZE).get_page(form.read_page())
    rows = [(entry, deed(entry.action), in_words(entry.changes)) for entry in pages]
    areas = sorted(
        ((name, area(name)) for name in audit_areas()), key=lambda one: one[1].casefold()
    )
    return {"pages": pages, "rows": rows, "form": form, "wanted": wanted, "areas": areas}


def audit_file(request: HttpRequest) -> HttpResponseBase:
    """Return what the page shows, all pages of it, as CSV."""
    wanted = AuditForm(request.GET).read()
    header = [_("When"), _("Who"), _("Did"), _("To"), _("Changes")]

    def produce() -> Iterator[bytes]:
        return csv_rows(header, _lines(wanted))

    return stream(produce, content_type=CSV_TYPE, filename="audit.csv")


def _lines(wanted: AuditFilter) -> Iterator[tuple[Any, ...]]:
    zone = current_tenant().time_zone
    for row in audit_entries(wanted).iterator(chunk_size=2000):
        yield (
            local(row.at, zone).strftime("%Y-%m-%d %H:%M:%S"),
            row.actor_name or _("System"),
            row.action,
            row.target,
            "; ".join(describe(row.changes)),
        )
