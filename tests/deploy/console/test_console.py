"""The staff's console: for staff with a fresh proof, under our strict CSP, and it writes nothing."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from deploy.console.tables import TABLES, console
from tenants.accounts.enums import Role
from tenants.kernel.models import Job
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.delivery import course_of, enrolled_in

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
HOME = "/staff/admin/"


def staff(browser_of: Browser, *roles: Role, proved: bool = True) -> Client:
    with in_tenant(PUBLIC):
        user = UserFactory.create(name="Nisha", email="nisha@example.com", roles=list(roles))
    browser = browser_of(PUBLIC, user)
    if proved:
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def url(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args, urlconf="deploy.urls_public")


def lists() -> list[str]:
    return [url(f"{table.model.lower().replace('.', '_')}_changelist") for table in TABLES]


def test_staff_see_every_table_and_a_row_of_it(browser_of: Browser) -> None:
    browser = staff(browser_of, Role.STAFF)
    with in_tenant(PUBLIC):
        enrolled_in(course_of("text"))
    for path in (HOME, *lists(), *(f"{one}?q=a" for one in lists())):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        strict(answer.content.decode())
    with in_tenant(PUBLIC):
        rows = [
            (table, row)
            for table in TABLES
            if (row := apps.get_model(table.model).objects.first()) is not None
        ]
    for table, row in rows:
        page = browser.get(url(f"{table.model.lower().replace('.', '_')}_change", row.pk))
        assert page.status_code == 200
        strict(page.content.decode())


def strict(page: str) -> None:
    """Nothing that our Content-Security-Policy forbids."""
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page)
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script


def test_the_answer_carries_the_products_own_policy(browser_of: Browser) -> None:
    policy = staff(browser_of, Role.STAFF).get(HOME)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy == browser_of(PUBLIC).get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("role", [Role.CONSUMER, Role.INSTRUCTOR, Role.RECRUITER])
def test_others_are_kept_out(browser_of: Browser, role: Role) -> None:
    browser = staff(browser_of, role)
    for path in (HOME, *lists()):
        assert browser.get(path).status_code == 403


def test_visitors_sign_in_on_the_products_own_page(browser_of: Browser) -> None:
    answer = browser_of(PUBLIC).get(HOME)
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={HOME}")


def test_a_signed_in_session_alone_is_not_enough(browser_of: Browser) -> None:
    answer = staff(browser_of, Role.STAFF, proved=False).get(HOME)
    assert answer.status_code == 302
    assert "/account/reauthenticate/" in answer["Location"]


def test_a_company_has_no_console(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
    assert browser_of(acme, owner).get(HOME).status_code == 404


def test_nothing_can_be_written(browser_of: Browser) -> None:
    browser = staff(browser_of, Role.STAFF)
    with in_tenant(PUBLIC):
        job = Job.objects.create(name="kernel.deliver", state="failed")
    for act in ("add/", f"{job.pk}/delete/", f"{job.pk}/history/"):
        path = f"{url('kernel_job_changelist')}{act}"
        assert browser.get(path).status_code == 404
        assert browser.post(path, {"post": "yes"}).status_code == 404
    change = browser.post(url("kernel_job_change", job.pk), {"state": "done"})
    assert change.status_code == 403
    acted = browser.post(
        url("kernel_job_changelist"), {"action": "delete_selected", "_selected_action": job.pk}
    )
    assert acted.status_code in (200, 302, 403)
    with in_tenant(PUBLIC):
        assert [(row.id, row.state) for row in Job.objects.filter(name="kernel.deliver")] == [
            (job.id, "failed")
        ]


def test_no_secret_is_shown(browser_of: Browser) -> None:
    browser = staff(browser_of, Role.STAFF)
    with in_tenant(PUBLIC):
        person = UserFactory(name="Asha")
    page = browser.get(url("accounts_user_change", person.pk)).content.decode()
    assert "Asha" in page
    assert person.password not in page
    shown = {(table.model, name) for table in TABLES for name in (*table.listed, *table.more)}
    secret = {"password", "text", "html", "subject", "headers", "payload", "arguments", "answers"}
    assert {one for one in shown if one[1] in secret} == set()


def test_every_table_is_registered_and_none_writes() -> None:
    models = {apps.get_model(table.model) for table in TABLES}
    assert set(console._registry) == models
    for admin in console._registry.values():
        assert not any(
            rule(None)  # type: ignore[operator]
            for rule in (
                admin.has_add_permission,
                admin.has_change_permission,
                admin.has_delete_permission,
            )
        )
        assert admin.actions is None
