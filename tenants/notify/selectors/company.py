"""What the company chose for its people."""

from collections.abc import Iterable
from dataclasses import dataclass

from tenants.notify.hours import Quiet
from tenants.notify.models import CompanyDefault, CompanyRules, TextOverride
from tenants.notify.wording import Overrides
from tenants.schemas import current_tenant

Choices = dict[tuple[str, str], bool]


@dataclass(frozen=True)
class Company:
    """The company's choices and the rules its people start with."""

    choices: Choices
    rules: CompanyRules

    @property
    def quiet(self) -> Quiet | None:
        """Quiet hours of who has not chosen their own."""
        rules = self.rules
        return Quiet(rules.quiet_from, rules.quiet_until) if rules.is_quiet_on else None


def company_choices() -> Choices:
    """Return what the company switched on or off, by (kind, channel)."""
    rows = CompanyDefault.objects.values_list("kind", "channel", "is_on")
    return {(kind, channel): is_on for kind, channel, is_on in rows}


def company_rules() -> CompanyRules:
    """Return the company's rules; ours, unsaved, when it never changed them."""
    return CompanyRules.objects.first() or CompanyRules()


def read_company() -> Company:
    """Return choices and rules: two queries."""
    return Company(choices=company_choices(), rules=company_rules())


def overrides_of(kinds: Iterable[str]) -> dict[tuple[str, str], Overrides]:
    """Return the company's own words by (kind, language)."""
    rows = TextOverride.objects.filter(kind__in=set(kinds))
    return {(row.kind, row.language): Overrides(row.subject, row.intro) for row in rows}


def language_of(own: str) -> str:
    """Return the language to write to somebody in: theirs, the company's, English."""
    return own or current_tenant().locale or "en"
