"""The catalogue's filters, as they stand in the address."""

from django import forms

from learning.catalogue.api import CatalogueQuery


class CatalogueFilter(forms.Form):
    """Whatever the address says; what makes no sense counts as not said."""

    q = forms.CharField(required=False, max_length=200)
    level = forms.CharField(required=False, max_length=20)
    language = forms.CharField(required=False, max_length=10)
    industry = forms.CharField(required=False, max_length=20)
    sort = forms.CharField(required=False, max_length=20)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def query(self) -> CatalogueQuery:
        """Return what to look for."""
        self.is_valid()
        found = self.cleaned_data
        return CatalogueQuery(
            q=found.get("q", ""),
            level=found.get("level", ""),
            language=found.get("language", ""),
            industry=found.get("industry", ""),
            sort=found.get("sort", ""),
            page=found.get("page") or 1,
        )
