"""What our staff looks for among companies, and what it decides about one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.api import CompaniesFilter
from tenants.kernel.errors import DomainError


class CompaniesForm(forms.Form):
    """Search, standing and order; whatever is not understood is as if it were not there."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    status = forms.CharField(required=False, max_length=20)
    sort = forms.CharField(required=False, max_length=20)

    def wanted(self) -> CompaniesFilter:
        """Return what was understood."""
        self.is_valid()
        return CompaniesFilter(
            search=self.cleaned_data.get("q") or "",
            status=self.cleaned_data.get("status") or "",
            sort=self.cleaned_data.get("sort") or "-started",
        )


class _Refusable(forms.Form):
    def add_refusal(self, error: DomainError) -> None:
        """Show at its field what the service refused."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class MoveForm(_Refusable):
    """Where a company shall go, and why."""

    target = forms.ChoiceField(label=_("Move it to"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_("Its owners read it, and it stays in the history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    expected = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]


class GroupForm(_Refusable):
    """A contract that several companies stand under."""

    name = forms.CharField(label=_("Name"), max_length=120)
    contract = forms.CharField(label=_("Contract number"), required=False, max_length=80)


class JoinForm(_Refusable):
    """A company to be put under a contract."""

    slug = forms.CharField(
        label=_("Address of the company"),
        max_length=63,
        help_text=_("Its subdomain with us, such as acme."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
