"""What one step of the journey leaves to the next, and the company it tells of."""

from dataclasses import dataclass, field
from typing import Any

PASSWORD = "monsoon-keys-open-doors"
COMPANY = "Vindhya Homes"
OWNER = ("Kaveri Rao", "kaveri.rao@vindhya.example")
AUTHOR = ("Imran Sheikh", "imran.sheikh@vindhya.example")
# Two of the 25 imported: the certificate has to be right in both scripts.
HINDI = ("Asha Kulkarni", "asha.kulkarni@vindhya.example", "आशा कुलकर्णी")
TAMIL = ("Kavitha Murugan", "kavitha.murugan@vindhya.example", "கவிதா முருகன்")
TEAM = "Pune sales"
COURSE = "Closing after the site visit"


@dataclass
class Story:
    """Filled as the steps go; a step whose ground is missing says so at once."""

    facts: dict[str, Any] = field(default_factory=dict)

    def __setitem__(self, name: str, value: Any) -> None:
        self.facts[name] = value

    def __getitem__(self, name: str) -> Any:
        assert name in self.facts, f"An earlier step did not come as far as “{name}”."
        return self.facts[name]
