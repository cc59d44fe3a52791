"""Filters of the delivery log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.notify.enums import Channel, DeliveryState
from tenants.notify.selectors.log import LogFilter, kinds_told


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LogForm(forms.Form):
    """Search, kind, channel, state and days; what cannot be read is left out and said so."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("What"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("To"), required=False, widget=DateInput())
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        every = ("", _("Everything"))
        self.fields["kind"].choices = [every, *kinds_told()]  # type: ignore[attr-defined]
        channels = [choice for choice in Channel.choices if choice[0] != Channel.IN_APP]
        self.fields["channel"].choices = [every, *channels]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *DeliveryState.choices]  # type: ignore[attr-defined]

    def read(self) -> LogFilter:
        """Return what was understood."""
        self.is_valid()
        got = self.cleaned_data
        return LogFilter(
            search=got.get("q") or "",
            kind=got.get("kind") or "",
            channel=got.get("channel") or "",
            state=got.get("state") or "",
            since=got.get("since"),
            until=got.get("until"),
        )

    def read_page(self) -> int:
        """Return the page asked for, the first by default."""
        self.is_valid()
        return self.cleaned_data.get("page") or 1
