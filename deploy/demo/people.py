"""The demo's people: two companies with their departments, and who signs in on the public site.

All of them are made up. Names stand in `content/people/*.csv`; what follows from a name
(e-mail, employee id, date of joining) is worked out here, the same on every run.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

CompanySlug = Literal["acme", "zenith"]
PEOPLE = Path(__file__).parent / "content" / "people"
PUBLIC_MAIL = "learners.example"
DEMO_PASSWORD = "sell-with-facts-2026"
OLDEST_JOINER_DAYS = 1800


@dataclass(frozen=True, slots=True)
class DemoDepartment:
    """A department; `parent` is another's name or empty."""

    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person. `roles` are names of `accounts.enums.Role` members beyond being a learner.

    `sign_in` is the part before the @ of a fixed demo address ("owner", "learner", …) or
    empty; `language` is the person's own choice or empty for the company's.
    """

    email: str
    name: str
    native_name: str
    native_language: str
    language: str
    job_title: str
    employee_id: str
    department: str
    roles: tuple[str, ...]
    sign_in: str
    joined_days_ago: int

    @property
    def is_manager(self) -> bool:
        """Whether this person leads the department they are in."""
        return "MANAGER" in self.roles


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """One company as the seed sets it up."""

    slug: CompanySlug
    name: str
    city: str
    colour: str
    language: str
    time_zone: str
    signatory_name: str
    signatory_title: str
    frame: str
    seats: int
    departments: tuple[DemoDepartment, ...]
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """A line of what the start prints: which host, which address, for what."""

    host: Literal["public", "acme", "zenith"]
    email: str
    role: str


@cache
def company(slug: CompanySlug) -> DemoCompany:
    """The demo company `slug` with everybody in it."""
    return _acme() if slug == "acme" else _zenith()


@cache
def public_people() -> tuple[DemoPerson, ...]:
    """Consumers and staff of the public site; instructors stand in `instructors.toml`."""
    return tuple(_people("public", PUBLIC_MAIL, ""))


def sign_ins() -> tuple[DemoSignIn, ...]:
    """Every fixed demo address, public ones first. All share `DEMO_PASSWORD`."""
    rows = [DemoSignIn("public", item.email, item.sign_in) for item in public_people()]
    for slug in ("acme", "zenith"):
        rows += [DemoSignIn(slug, item.email, item.sign_in) for item in company(slug).people]
    return tuple(row for row in rows if row.role)


def _acme() -> DemoCompany:
    """Acme Realty, Mumbai: flats, in English, plum."""
    return DemoCompany(
        slug="acme",
        name="Acme Realty",
        city="Mumbai",
        colour="#8a2a5b",
        language="en",
        time_zone="Asia/Kolkata",
        signatory_name="Shalini Mehta",
        signatory_title="Managing director",
        frame="band",
        seats=80,
        departments=(
            DemoDepartment("Head office"),
            DemoDepartment("Mumbai region"),
            DemoDepartment("Andheri West sales", "Mumbai region"),
            DemoDepartment("Thane sales", "Mumbai region"),
            DemoDepartment("Pune sales"),
            DemoDepartment("Channel partners"),
            DemoDepartment("Customer care"),
            DemoDepartment("Home loans desk", "Customer care"),
        ),
        people=tuple(_people("acme", "acme.example", "AR-")),
    )


def _zenith() -> DemoCompany:
    """Zenith Pharma Distribution, Nagpur: medicines, in Hindi and English, teal."""
    return DemoCompany(
        slug="zenith",
        name="Zenith Pharma Distribution",
        city="Nagpur",
        colour="#0f766e",
        language="hi",
        time_zone="Asia/Kolkata",
        signatory_name="Sanjay Rathi",
        signatory_title="Managing partner",
        frame="corners",
        seats=75,
        departments=(
            DemoDepartment("Head office"),
            DemoDepartment("Field sales"),
            DemoDepartment("Vidarbha field", "Field sales"),
            DemoDepartment("Chhattisgarh field", "Field sales"),
            DemoDepartment("Marathwada field", "Field sales"),
            DemoDepartment("Institutional"),
            DemoDepartment("Tele-sales"),
            DemoDepartment("Warehouse and returns"),
        ),
        people=tuple(_people("zenith", "zenith.example", "ZP-")),
    )


def _people(group: str, mail: str, prefix: str) -> Iterator[DemoPerson]:
    with (PEOPLE / f"{group}.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            local = row["sign_in"] or _local_part(row["name"])
            yield DemoPerson(
                email=f"{local}@{mail}",
                name=row["name"],
                native_name=row["native_name"],
                native_language=row["native_language"],
                language=row["language"],
                job_title=row["job_title"],
                employee_id=f"{prefix}{1000 + number * 7}" if prefix else "",
                department=row["department"],
                roles=tuple(row["roles"].split()),
                sign_in=row["sign_in"],
                joined_days_ago=_joined(f"{local}@{mail}", row["job_title"]),
            )


def _local_part(name: str) -> str:
    words = name.lower().replace("'", "").split()
    return f"{words[0]}.{words[-1]}"


def _joined(email: str, job_title: str) -> int:
    chance = Random(f"joined:{email}")
    if "trainee" in job_title.lower() or "fresher" in job_title.lower():
        return chance.randrange(110, 200)
    return chance.randrange(200, OLDEST_JOINER_DAYS)
