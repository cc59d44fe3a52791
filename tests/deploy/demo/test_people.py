"""The demo's people are complete, findable by e-mail, and the same on every run."""

from __future__ import annotations

import unicodedata

import pytest

from deploy.demo.parse import load_instructors
from deploy.demo.people import CompanySlug, company, public_people, sign_ins

SCRIPTS = {"hi": "DEVANAGARI", "ta": "TAMIL", "te": "TELUGU", "bn": "BENGALI"}
COMPANIES: tuple[CompanySlug, ...] = ("acme", "zenith")


@pytest.mark.parametrize("slug", COMPANIES)
def test_about_sixty_people_with_their_own_address_and_number(slug: CompanySlug) -> None:
    people = company(slug).people
    assert 58 <= len(people) <= company(slug).seats
    assert len({person.email.lower() for person in people}) == len(people)
    assert len({person.employee_id for person in people}) == len(people)
    assert len({person.name for person in people}) == len(people)
    assert all(person.email.endswith(f"@{slug}.example") for person in people)
    assert all(person.email.isascii() and " " not in person.email for person in people)


@pytest.mark.parametrize("slug", COMPANIES)
def test_every_team_has_one_manager(slug: CompanySlug) -> None:
    found = company(slug)
    names = {department.name for department in found.departments}
    assert {department.parent for department in found.departments} <= names | {""}
    assert {person.department for person in found.people} <= names
    for name in {person.department for person in found.people} - {"Head office"}:
        team = [person for person in found.people if person.department == name]
        assert [person.is_manager for person in team].count(True) == 1


@pytest.mark.parametrize("slug", COMPANIES)
def test_native_names_are_in_the_script_they_say(slug: CompanySlug) -> None:
    people = company(slug).people
    assert {person.native_language for person in people} == {"", *SCRIPTS}
    assert sum(bool(person.native_name) for person in people) >= 40
    for person in people:
        assert bool(person.native_name) == bool(person.native_language)
        for sign in person.native_name.replace(" ", ""):
            assert unicodedata.name(sign).startswith(SCRIPTS[person.native_language])


def test_the_fixed_sign_ins_exist() -> None:
    found = {(row.host, row.email) for row in sign_ins()}
    roles = ("owner", "admin", "author", "manager", "learner")
    assert found == {(slug, f"{role}@{slug}.example") for slug in COMPANIES for role in roles} | {
        ("public", "consumer@learners.example"),
        ("public", "staff@learners.example"),
    }


def test_a_company_author_is_the_instructor_of_its_courses() -> None:
    instructors = load_instructors()
    for slug in COMPANIES:
        author = next(item for item in company(slug).people if item.sign_in == "author")
        teacher = instructors[f"{slug}-author"]
        assert (teacher.email, teacher.name, teacher.native_name) == (
            author.email,
            author.name,
            author.native_name,
        )


def test_instructors_say_that_they_are_demo_persons() -> None:
    people = load_instructors().values()
    assert all("Demo " in person.bio_md for person in people)
    assert len({person.email for person in (*people, *public_people())}) == len(people) + len(
        public_people()
    )
