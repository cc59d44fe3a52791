"""The table of choices with hours and rhythm, for a person and for the company."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from tenants.notify.enums import Rhythm
from tenants.notify.selectors.choices import Section, field_of
from tenants.notify.selectors.reader import Rules

_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")  # fmt: skip
_ZONES = (*sorted(z for z in available_timezones() if z.partition("/")[0] in _AREAS), "UTC")
_HOURS = [(hour, f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}") for hour in range(24)]

_COMPANYS = "company"


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class RulesForm(forms.Form):
    """Quiet hours and rhythm, as both pages have them."""

    is_quiet_on = forms.BooleanField(label=_("Keep quiet hours"), required=False)
    quiet_from = forms.TimeField(label=_("From"), widget=TimeInput())
    quiet_until = forms.TimeField(label=_("Until"), widget=TimeInput())
    rhythm = forms.ChoiceField(label=_("Mail that can wait"), choices=Rhythm.choices)

    def choices_made(self, sections: Iterable[Section]) -> dict[tuple[str, str], bool]:
        """Return what was ticked, by (kind, channel), among the cells that were shown."""
        return {
            (row.kind.name, str(cell.channel)): field_of(row.kind.name, cell.channel) in self.data
            for section in sections
            for row in section.rows
            for cell in row.cells
            if cell.is_offered and not cell.is_fixed
        }


class OwnRulesForm(RulesForm):
    """A person's own."""

    time_zone = forms.ChoiceField(label=_("Your time zone"))
    digest_hour = forms.TypedChoiceField(label=_("At"), choices=_HOURS, coerce=int)
    digest_weekday = forms.TypedChoiceField(
        label=_("On (weekly)"), choices=list(WEEKDAYS.items()), coerce=int
    )
    field_order = (
        "is_quiet_on", "quiet_from", "quiet_until", "time_zone", "rhythm", "digest_hour",
        "digest_weekday",
    )  # fmt: skip

    def __init__(self, *args: Any, company_zone: str, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("As usual here (%(zone)s)") if is_public else _("Like the company (%(zone)s)")
        same = words % {"zone": company_zone}
        zones = [(_COMPANYS, same), *((zone, zone.replace("_", " ")) for zone in _ZONES)]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        """Return an IANA name, or nothing for the company's."""
        zone: str = self.cleaned_data["time_zone"]
        return "" if zone == _COMPANYS else zone


def rules_initial(rules: Rules) -> dict[str, Any]:
    """Return what a person's form shows before anything is changed."""
    return {
        "is_quiet_on": rules.is_quiet_on,
        "quiet_from": rules.quiet.start,
        "quiet_until": rules.quiet.end,
        "time_zone": rules.own_zone or _COMPANYS,
        "rhythm": rules.rhythm,
        "digest_hour": rules.digest_hour,
        "digest_weekday": rules.digest_weekday,
    }


class CompanyRulesForm(RulesForm):
    """What the company's people start with."""

    falls_back = forms.BooleanField(
        label=_("Try another channel when mail fails"),
        help_text=_(
            "For assignments and reminders: push, WhatsApp, then SMS, where a person has them."
        ),
        required=False,
    )
