"""The frame's context: whose brand, which places, which theme."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from deploy.context import mail_brand, shell
from deploy.navigation import nav_items
from enterprise.services.branding import save_branding
from tenants.accounts.api import Role
from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory

LEARNER = frozenset({Role.LEARNER})


def labels(roles: frozenset[Role], path: str = "/", *, is_public: bool = False) -> list[str]:
    found = nav_items(roles=roles, is_public=is_public, path=path)
    return [f"{item.label}{'*' if item.current else ''}" for item in found]


@pytest.mark.urls("deploy.urls_tenant")
@pytest.mark.parametrize(
    ("roles", "path", "expected"),
    [
        (LEARNER, "/", ["Home*", "My courses", "Progress", "Certificates", "Profile"]),
        (LEARNER, "/learn/x/", ["Home", "My courses*", "Progress", "Certificates", "Profile"]),
        (
            LEARNER,
            "/learn/certificates/x/",
            ["Home", "My courses", "Progress", "Certificates*", "Profile"],
        ),
        (LEARNER, "/learn/goals/", ["Home", "My courses", "Progress*", "Certificates", "Profile"]),
        (LEARNER, "/elsewhere/", ["Home", "My courses", "Progress", "Certificates", "Profile"]),
        (
            LEARNER | {Role.MANAGER},
            "/team/",
            ["Home", "Team*", "My courses", "Certificates", "Profile"],
        ),
        (
            LEARNER | {Role.AUTHOR},
            "/studio/",
            ["Home", "My courses", "Studio*", "Certificates", "Profile"],
        ),
        (
            LEARNER | {Role.AUTHOR, Role.MANAGER},
            "/account/",
            ["Home", "Team", "My courses", "Studio", "Profile*"],
        ),
        (
            LEARNER | {Role.ADMIN, Role.AUTHOR, Role.MANAGER},
            "/manage/teams/",
            ["Home", "Team", "Studio", "Manage*", "Profile"],
        ),
        (
            LEARNER | {Role.ADMIN},
            "/reviews/reported/",
            ["Home", "Team", "Studio", "Manage*", "Profile"],
        ),
    ],
)
def test_places_of_a_company(roles: frozenset[Role], path: str, expected: list[str]) -> None:
    assert labels(roles, path) == expected


@pytest.mark.urls("deploy.urls_public")
def test_places_of_the_public_site() -> None:
    assert labels(frozenset({Role.CONSUMER}), "/courses/", is_public=True) == [
        "Home", "Courses*", "My learning", "Certificates", "Profile",
    ]  # fmt: skip
    assert "Studio" in labels(frozenset({Role.INSTRUCTOR}), "/", is_public=True)


@pytest.mark.django_db
def test_a_page_that_shows_nothing_of_the_frame_asks_nothing(
    acme: TenantInfo, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with in_tenant(acme):
        save_branding(colour="#8a2a5b")
        request = RequestFactory().get("/")
        request.tenant = acme
        with django_assert_num_queries(0):
            context = shell(request)
        with django_assert_num_queries(1):
            assert (context["brand"].colour, context["brand"].name) == ("#8a2a5b", "Acme Realty")
            assert str(shell(request)["brand"].logo_url) == ""
        assert context["nav_items"]() == ()
        assert context["shell_template"] == "base_company.html"


def test_the_public_site_wears_ours_without_asking_anything() -> None:
    request = RequestFactory().get("/")
    request.tenant = PUBLIC
    context = shell(request)
    assert (context["brand"].name, context["shell_template"]) == (
        "Sales Mastery Hub", "base_public.html",
    )  # fmt: skip
    assert context["nav_items"]() == ()


@pytest.mark.parametrize(
    ("theme", "text", "expected"),
    [
        ("dark", "larger", ("dark", "larger")),
        ("contrast", "", ("contrast", "")),
        ('"><script>', "huge", ("", "")),
    ],
)
def test_theme_and_size_are_known_words_only(
    theme: str, text: str, expected: tuple[str, str]
) -> None:
    request = RequestFactory().get("/")
    request.COOKIES = {"theme": theme, "text": text}
    context = shell(request)
    assert (context["ui_theme"], context["ui_text"]) == expected


@pytest.mark.django_db
def test_mails_wear_the_companys_brand(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        save_branding(colour="#8a2a5b")
        assert mail_brand().colour == "#8a2a5b"
    with in_tenant(zenith):
        assert (mail_brand().name, mail_brand().colour) == ("Zenith Pharma", "#1e40af")
    with in_public():
        assert mail_brand().name == "Sales Mastery Hub"


@pytest.mark.django_db
def test_the_place_is_marked_on_the_page(
    acme: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    page = browser_of(acme, person).get("/").content.decode()
    assert page.count('aria-current="page"') == 1
