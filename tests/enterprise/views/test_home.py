"""The company's home and the admin's: the next thing to do for whoever looks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from enterprise.services.branding import save_branding
from learning.delivery.api import enrol_learner
from tenants.accounts.api import Role
from tenants.kernel.clock import frozen
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
    study,
)

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def home(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_is_sent_to_this_companys_sign_in(acme: TenantInfo, browser_of: Browser) -> None:
    answer = browser_of(acme).get("/", follow=True)
    assert answer.redirect_chain == [("/account/login/?next=/", 302)]
    page = answer.content.decode()
    assert "Acme Realty" in page
    assert "/brand.css" in page


def test_a_learner_sees_the_most_urgent_lesson_first(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme), frozen(NOW):
        north = DepartmentFactory()
        asha = make_member(north, name="Asha Rao")
        later = make_assignment(north, course=make_published_course(title="Later"), days=20)
        urgent = make_assignment(
            north, course=make_published_course(title="Urgent"), days=3, note="Before the fair."
        )
        own = make_published_course(title="Own choice")
        enrol_learner(course_id=own.id, learner_id=asha.id)
        study(asha, later.course_id, 1)
        study(asha, urgent.course_id, 1)
    with frozen(NOW):
        page = home(browser_of(acme, asha))
    assert "Good afternoon, Asha Rao" in page
    assert "Module 1, lesson 2 of Urgent." in page
    assert "Before the fair." in page
    assert page.index("Due 25 Nov") < page.index("Due 12 Dec")
    assert "Own choice" in page
    assert "Needs attention" not in page
    assert page.count('class="btn primary big"') == 1


def test_a_learner_with_nothing_to_do(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        asha = UserFactory()
    browser = browser_of(acme, asha)
    assert "Where do you want to get to?" in home(browser)
    browser.post("/learn/start/later/")
    assert "Nothing to study yet" in home(browser)


def test_everything_done(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        asha = make_member(north)
        row = make_assignment(north)
        study(asha, row.course_id, 4)
    page = home(browser_of(acme, asha))
    assert "You have finished everything you were given." in page
    assert '<b class="num">1</b>Completed' in page
    assert "1 certificate" in page


def test_a_manager_sees_their_teams_figures(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north, south = DepartmentFactory(), DepartmentFactory()
        manager = make_manager(north)
        make_member(north)
        make_member(south)
        make_assignment(north, south)
    page = home(browser_of(acme, manager))
    assert "0 of 1 assignments completed" in page
    assert "0 completed, 1 on track, 0 at risk, 0 overdue" in page


def test_an_admins_checklist_goes_when_all_is_done(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = make_admin()
    client = browser_of(acme, admin)
    assert home(client).count('<a href="/manage/') + home(client).count('<a href="/studio/"') >= 4
    assert "Set up your company" in home(client)
    with in_tenant(acme):
        save_branding(colour="#8a2a5b")
        north = DepartmentFactory()
        make_member(north)
        make_assignment(north)
    assert "Set up your company" not in home(client)


def test_an_admin_sees_what_waits(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme), frozen(NOW):
        admin, north = make_admin(), DepartmentFactory()
        make_member(north)
        make_assignment(north, days=2)
        InvitationFactory(expires_at=NOW + timedelta(days=14))
        InvitationFactory(expires_at=NOW + timedelta(days=14))
    with frozen(NOW + timedelta(days=5)):
        for path in ("/", "/manage/"):
            page = browser_of(acme, admin).get(path).content.decode()
            assert "1 person is overdue" in page
            assert "2 invitations are unanswered" in page


@pytest.mark.parametrize("role", [None, Role.MANAGER, Role.AUTHOR])
def test_manage_is_for_admins(acme: TenantInfo, browser_of: Browser, role: Role | None) -> None:
    with in_tenant(acme):
        person = UserFactory(roles=[role] if role else [])
    assert browser_of(acme, person).get("/manage/").status_code == 403


@pytest.mark.parametrize("courses", [1, 12])
def test_a_learners_home_costs_the_same_for_any_number_of_courses(
    acme: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    courses: int,
) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        asha = make_member(north)
        for _course in range(courses + 1):
            make_assignment(north)
    client = browser_of(acme, asha)
    client.get("/")
    # Twelve reads and the two ends of the request's transaction.
    with django_assert_num_queries(14):
        client.get("/")
