"""The sample of a manager's page that companies are shown; it says that it is one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class SampleTeam:
    """Four counts of one whole, as parts of a bar and as figures."""

    sentence: str
    parts: list[tuple[int, int, str]]
    figures: list[dict[str, object]]


def sample_team() -> SampleTeam:
    """Return twelve people's 36 assignments."""
    counts = (
        (17, "full", "good", _("Completed")),
        (13, "", "brand", _("On track")),
        (3, "risk", "warn", _("At risk")),
        (3, "late", "bad", _("Overdue")),
    )
    return SampleTeam(
        sentence=", ".join(f"{count} {label}" for count, _bar, _tone, label in counts),
        parts=[(count, count, bar) for count, bar, _tone, _label in counts],
        figures=[
            {"value": count, "tone": tone, "label": label} for count, _bar, tone, label in counts
        ],
    )
