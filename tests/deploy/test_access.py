"""The access matrix is what the policies answer, and the pages answer as the matrix says."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from deploy.access.matrix import as_markdown, company_table, public_table
from deploy.access.questions import QUESTIONS
from deploy.management.commands.access_matrix import matrix_path
from tenants.accounts.actions import CATALOGUE, Action, Area
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.accounts.policies import powers_of
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.roles import make_delegate
from tests.isolation.endpoints import _ROUTE_PARAMETER, TOKENS
from tests.isolation.world import World, build_world

ROOT = Path(__file__).resolve().parents[2]
# Pages of these belong to a role; all others are everybody's own, or a visitor's.
GUARDED = ("manage/", "team/", "studio/", "staff/")
# Asks its rule inside, once it knows how large the file is.
OPEN = {"studio/lessons/<uuid:lesson_id>/video/"}
# One process asks every page as everybody, once.
pytestmark = pytest.mark.xdist_group("access")


@pytest.mark.django_db
def test_the_page_says_what_the_policies_answer(acme: TenantInfo) -> None:
    """Run `manage.py access_matrix` when a policy was changed on purpose."""
    assert matrix_path().read_text() == as_markdown(acme)


@pytest.mark.django_db
def test_nothing_of_the_asking_stays(acme: TenantInfo) -> None:
    company_table(acme)
    public_table()
    with in_tenant(acme):
        assert User.objects.count() == 0
    with in_public():
        assert User.objects.count() == 0


def test_every_action_is_described_and_asked() -> None:
    assert set(CATALOGUE) == set(Action)
    plain = {action for action, act in CATALOGUE.items() if act.area == Area.PLATFORM}
    assert set(QUESTIONS) | plain == set(Action)
    sources = "".join(
        path.read_text()
        for path in ROOT.rglob("*.py")
        if path.parts[len(ROOT.parts)] in ("tenants", "learning", "enterprise", "public_site")
        and path.name != "actions.py"
    )
    unasked = {action.name for action in Action if f"Action.{action.name}" not in sources}
    assert unasked - {"LEARN", "KEEP_ACCOUNT", "OWN_COMPANY", "RECRUIT"} == set()


def test_guardian_is_a_secret_of_the_policies() -> None:
    wrong = []
    for package in ("deploy", "tenants", "learning", "enterprise", "public_site"):
        for path in (ROOT / package).rglob("*.py"):
            names = [
                name
                for node in ast.walk(ast.parse(path.read_text()))
                for name in (
                    [node.module or ""] if isinstance(node, ast.ImportFrom)
                    else [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                )
            ]  # fmt: skip
            inside = "policies" in path.parts or path.name == "policies.py"
            if any(name.split(".")[0] == "guardian" for name in names) and not inside:
                wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def pages(urlconf: str) -> Iterator[tuple[str, Any]]:
    """Yield every address with its view; the API has its own rules and its own test."""
    yield from _pages(get_resolver(urlconf), "")


def _pages(resolver: URLResolver, before: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _pages(pattern, route)
        elif isinstance(pattern, URLPattern) and not route.startswith("api/"):
            yield route, pattern.callback


@pytest.mark.parametrize("urlconf", ["deploy.urls_tenant", "deploy.urls_public"])
def test_every_page_of_a_role_names_its_rule(urlconf: str) -> None:
    silent = {
        route
        for route, view in pages(urlconf)
        if route.startswith(GUARDED) and getattr(view, "rule", None) is None
    }
    assert silent - OPEN == set()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A company with one of everything, and people of every role in it."""
    with django_db_blocker.unblock():
        database.empty_everything()
        found = build_world(database.company("acme"))
        with in_tenant(found.tenant):
            found.people["custom"] = make_delegate([Action.SEE_PEOPLE, Action.GRANT_ROLES])
        yield found
        database.empty_everything()


def test_pages_answer_as_the_rules_do(world: World) -> None:
    """GET every page as every role: 403 exactly where the page's rule says no."""
    wrong, asked, reached = [], 0, set()
    for name, person in world.people.items():
        client = Client(headers={"host": "acme.localhost"}, raise_request_exception=False)
        with in_tenant(world.tenant):
            client.force_login(person)
            powers_of(person)
        for route, view in pages("deploy.urls_tenant"):
            rule = getattr(view, "rule", None)
            if rule is None:
                continue
            with in_tenant(world.tenant):
                allowed = rule(User.objects.get(id=person.id))
            address = _address(world, route)
            status = client.get(address).status_code
            asked += 1
            # An author's rule opens the studio; another author's course is refused inside. What a page
            # wants to be told besides (a query, a state) is not this test's: 404 is no refusal.
            inside = route.startswith("studio/") and name in ("author", "custom")
            fine = (status != 403 or inside) if allowed else status in (403, 405)
            if not fine or status >= 500:
                wrong.append((name, route, allowed, status))
            if status in (200, 302) and name == "owner":
                reached.add(rule)
    assert wrong == []
    assert asked > 400
    # No rule is asked only where nobody ever arrives; acts by POST alone have rules of their own.
    assert len(reached) > 12


def _address(world: World, route: str) -> str:
    def value(match: Any) -> str:
        name = match[1] or match[2]
        if name in TOKENS:
            return "x"
        try:
            return str(world.id_for(name, "/" + route))
        except KeyError:
            return str(uuid4())

    return "/" + _ROUTE_PARAMETER.sub(value, route)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.CONSUMER, False), (Role.INSTRUCTOR, False), (Role.RECRUITER, False), (Role.STAFF, True)],
)
def test_staff_pages_are_for_staff(
    role: Role, allowed: bool, public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_public():
        person = UserFactory(roles=[role])
    client = browser_of(public, person, raise_request_exception=False)
    plain = [
        route
        for route, view in pages("deploy.urls_public")
        if route.startswith("staff/") and "<" not in route
    ]
    assert plain
    for route in plain:
        assert (client.get(f"/{route}").status_code == 403) is not allowed, route
