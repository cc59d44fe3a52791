"""Importing people by the pages: upload, look, correct, go ahead."""

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enterprise.models import Department, PeopleImport
from tenants.accounts.api import Role, User
from tenants.accounts.models import Invitation
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

Browser = Callable[..., Client]
LIST = "/manage/people/"


@pytest.fixture
def admin(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(roles=[Role.ADMIN], name="Anita Rao")


def text(answer) -> str:
    return answer.content.decode()


def streamed(answer) -> bytes:
    return b"".join(answer.streaming_content)


FILE = (
    "Name;E-mail ID;Dept\n"
    "Meena Iyer;meena@example.com;Inside sales\n"
    ";nameless@example.com;Inside sales\n"
    "Ravi;=cmd();Field\n"
)


def send(browser: Client, content: bytes, name: str = "people.csv", **extra):
    file = SimpleUploadedFile(name, content)
    return browser.post(f"{LIST}import/", {"file": file}, **extra)


def test_upload_look_correct_and_go(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    browser = browser_of(acme, admin)
    answer = send(browser, FILE.encode("utf-16"), follow=True)
    page = text(answer)
    path = answer.redirect_chain[-1][0]
    for words in ("Line 3", "The name is missing.", "Line 4", "“=cmd()” is not an e-mail address."):
        assert words in page
    assert "1 person is ready" in page
    problems = streamed(browser.get(f"{path}problems.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(problems)))
    assert rows[0][:3] == ["Line", "Name", "E-mail"]
    assert rows[2][2] == "'=cmd()"
    assert rows[1][-1] == "The name is missing."
    with in_tenant(acme):
        bad = list(PeopleImport.objects.get().rows.filter(fate="problem").order_by("line"))
    fixes = {f"{bad[0].id}:name": "Nisha Rao", f"{bad[1].id}:email": "ravi@example.com"}
    fixed = text(browser.post(f"{path}rows/", fixes, follow=True))
    assert "every row is in order" in fixed
    done = text(browser.post(f"{path}run/", {"agreed": 3, "invite": "1"}, follow=True))
    assert "3 people are imported" in done
    with in_tenant(acme):
        assert Invitation.objects.count() == 3
        assert set(Department.objects.values_list("name", flat=True)) == {"Inside sales", "Field"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither CSV nor XLSX"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(
    acme: TenantInfo, admin: User, browser_of: Browser, content: bytes, says: str
) -> None:
    answer = send(browser_of(acme, admin), content)
    assert answer.status_code == 422
    assert says in text(answer)
    with in_tenant(acme):
        assert PeopleImport.objects.count() == 0


def test_an_oversized_file(acme: TenantInfo, admin: User, browser_of: Browser, settings) -> None:
    settings.UPLOAD_LIMITS_BYTES = settings.UPLOAD_LIMITS_BYTES | {"people": 10}
    answer = send(browser_of(acme, admin), FILE.encode())
    assert answer.status_code == 422
    assert "at most" in text(answer)
    with in_tenant(acme):
        assert PeopleImport.objects.count() == 0


def test_sent_in_the_background_the_browser_is_led_on(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    answer = send(browser_of(acme, admin), FILE.encode(), headers={"hx-request": "true"})
    assert answer["HX-Redirect"].startswith(f"{LIST}import/")


def test_going_ahead_with_another_number_imports_nobody(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    browser = browser_of(acme, admin)
    path = send(browser, FILE.encode())["location"]
    for agreed in ("2", "0", "", "x"):
        browser.post(f"{path}run/", {"agreed": agreed})
    with in_tenant(acme):
        assert User.objects.count() == 1


@pytest.mark.parametrize(
    "act", ["", "columns/", "problems.csv", "rows/", "options/", "run/", "discard/"]
)
def test_an_import_of_another_company_is_no_import(
    acme: TenantInfo, zenith: TenantInfo, admin: User, browser_of: Browser, act: str
) -> None:
    with in_tenant(zenith):
        boss = UserFactory(roles=[Role.ADMIN])
    path = send(browser_of(zenith, boss), FILE.encode())["location"]
    browser = browser_of(acme, admin)
    ask = browser.get if act in ("", "columns/", "problems.csv") else browser.post
    data = {"agreed": "1"} if act == "run/" else {}
    assert ask(f"{path}{act}", data).status_code == 404
    with in_tenant(zenith):
        assert PeopleImport.objects.get().state == "open"


def test_an_import_can_be_put_away(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    browser = browser_of(acme, admin)
    path = send(browser, FILE.encode())["location"]
    answer = browser.post(f"{path}discard/", follow=True)
    assert answer.redirect_chain == [(f"{LIST}import/", 302)]
    assert "people.csv" not in text(answer).split("Imports before")[-1]
    with in_tenant(acme):
        assert PeopleImport.objects.get().state == "discarded"


def test_the_sample_is_itself_importable(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    browser = browser_of(acme, admin)
    sample = streamed(browser.get(f"{LIST}import/sample.csv"))
    answer = send(browser, sample, follow=True)
    assert "1 person is ready" in text(answer)
    assert "column was not used" not in text(answer)


def test_strange_headings_are_asked_about(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    browser = browser_of(acme, admin)
    answer = send(browser, b"Wer,Kuerzel\nMeena Iyer,E1\n", follow=True)
    path = answer.redirect_chain[-1][0]
    page = text(answer)
    assert path.endswith("/columns/")
    assert "Meena Iyer" in page
    wrong = browser.post(path, {"column-0": "", "column-1": ""})
    assert (wrong.status_code, "Say which column holds" in text(wrong)) == (422, True)
    right = browser.post(path, {"column-0": "name", "column-1": "employee_id"}, follow=True)
    assert "1 person is ready" in text(right)
    # Until somebody is imported the columns can be said again.
    assert 'value="employee_id" selected' in text(browser.get(path))


def test_what_changes_about_whom_is_shown_and_can_be_declined(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        UserFactory(name="Meena Iyer", employee_id="E1", job_title="Lead")
    browser = browser_of(acme, admin)
    path = send(browser, b"Employee ID,Job title\nE1,Head\n")["location"]
    page = text(browser.get(path))
    assert "<del>Lead</del>" in page
    assert "<ins>Head</ins>" in page
    browser.post(f"{path}options/", {"updates_people": "0"})
    page = text(browser.get(path))
    assert "just as the file says" in page
    assert "Change people who are here, too" in page
