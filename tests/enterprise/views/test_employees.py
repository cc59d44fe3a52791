"""An admin's pages about people without e-mail and about shared devices."""

import csv
import io
import re
from collections.abc import Callable
from uuid import uuid4

import pypdf
import pytest
from django.test import Client

from tenants.accounts.api import Role, User
from tenants.accounts.models import DeskCode, PhoneNumber, SharedDevice
from tenants.accounts.services.shared_device import COOKIE
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import DepartmentFactory

Browser = Callable[..., Client]
CODES = "/manage/people/codes/"
_CODE = re.compile(r"\b[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{4}\b")


@pytest.fixture
def admin(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(roles=[Role.ADMIN], name="Anita Rao")


@pytest.fixture
def employee(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(email=None, employee_id="AR-104", name="Ravi Kumar")


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.AUTHOR, Role.MANAGER])
def test_nobody_else_may(
    acme: TenantInfo, browser_of: Browser, employee: User, role: Role | None
) -> None:
    with in_tenant(acme):
        browser = browser_of(acme, UserFactory(roles=[role]) if role else None)
    page = f"/manage/people/{employee.id}/sign-in/"
    paths = ["/manage/people/add/", CODES, "/manage/devices/", page, f"{page}code/"]
    answers = [browser.post(path, {"selected": str(employee.id), "days": 7}) for path in paths]
    assert {answer.status_code for answer in answers} == {403 if role else 302}
    with in_tenant(acme):
        assert (DeskCode.objects.count(), SharedDevice.objects.count()) == (0, 0)


def test_somebody_without_e_mail_is_added(
    acme: TenantInfo, browser_of: Browser, admin: User
) -> None:
    with in_tenant(acme):
        team = DepartmentFactory(name="Counter")
    data = {
        "name": "Lakshmi N",
        "employee_id": "AR-200",
        "phone": "98765 43210",
        "department_id": str(team.id),
    }
    answer = browser_of(acme, admin).post("/manage/people/add/", data)
    with in_tenant(acme):
        user = User.objects.get(employee_id="AR-200")
        assert (user.email, user.phone.number, user.phone.verified_at) == (
            None,
            "+919876543210",
            None,
        )
    assert answer["location"] == f"/manage/people/{user.id}/sign-in/"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"employee_id": "AR-104"}, "belongs to somebody else"),
        ({"employee_id": ""}, "required"),
        ({"phone": "12345"}, "this one has 5"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_written(
    acme: TenantInfo, browser_of: Browser, admin: User, employee: User, changed: dict, says: str
) -> None:
    data = {"name": "X", "employee_id": "AR-200", "phone": "", "department_id": "", **changed}
    with in_tenant(acme):
        before = User.objects.count()
    answer = browser_of(acme, admin).post("/manage/people/add/", data)
    assert answer.status_code == 422
    assert says in text(answer)
    with in_tenant(acme):
        assert User.objects.count() == before


def test_a_code_is_shown_once_signs_in_and_can_be_taken_back(
    acme: TenantInfo, browser_of: Browser, admin: User, employee: User
) -> None:
    browser, page = browser_of(acme, admin), f"/manage/people/{employee.id}/sign-in/"
    made = browser.post(f"{page}code/", {"days": 3})
    (code,) = set(_CODE.findall(text(made)))
    assert "no-store" in made["Cache-Control"]
    assert not _CODE.search(text(browser.get(page)))
    visitor = browser_of(acme)
    assert (
        visitor.post("/account/employee/", {"employee_id": "AR-104", "secret": code}).status_code
        == 302
    )
    (second,) = set(_CODE.findall(text(browser.post(f"{page}code/", {"days": 3}))))
    assert browser.post(f"{page}revoke/").status_code == 302
    late = browser_of(acme)
    assert (
        late.post("/account/employee/", {"employee_id": "AR-104", "secret": second}).status_code
        == 422
    )
    with in_tenant(acme):
        acts = list(AuditEntry.objects.filter(actor_id=admin.id).values_list("action", flat=True))
    assert acts.count("people.sign_in_code_issued") == 2
    assert acts.count("people.sign_in_code_revoked") == 1


def test_a_sheet_as_page_csv_and_pdf(acme: TenantInfo, browser_of: Browser, admin: User) -> None:
    with in_tenant(acme):
        people = [UserFactory(email=None, employee_id=f"E-{n}", name=f"P {n}") for n in range(3)]
        none = UserFactory(email=None, name="Without Number")
    chosen = {"selected": [str(one.id) for one in [*people, none]], "days": 7}
    browser = browser_of(acme, admin)
    shown = browser.post(CODES, {**chosen, "form": "page"})
    assert len(set(_CODE.findall(text(shown)))) == 3
    assert "Without Number: there is no employee ID" in text(shown)
    listed = browser.post(CODES, {**chosen, "form": "csv"})
    rows = list(csv.reader(io.StringIO(listed.content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows[1:]] == [["P 0", "E-0"], ["P 1", "E-1"], ["P 2", "E-2"]]
    assert all(_CODE.fullmatch(row[2]) for row in rows[1:])
    printed = browser.post(CODES, {**chosen, "form": "pdf"})
    assert (printed["Content-Type"], "no-store" in printed["Cache-Control"]) == (
        "application/pdf",
        True,
    )
    words = pypdf.PdfReader(io.BytesIO(printed.content)).pages[0].extract_text()
    assert len(set(_CODE.findall(words))) == 3
    with in_tenant(acme):
        assert DeskCode.objects.filter(revoked_at__isnull=True).count() == 3  # the last sheet's


def test_choosing_nobody_is_said(acme: TenantInfo, browser_of: Browser, admin: User) -> None:
    answer = browser_of(acme, admin).post(CODES, {"days": 7})
    assert answer.status_code == 422
    assert "Choose at least one person" in text(answer)


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_to_choose_from_costs_the_same_for_many(
    acme: TenantInfo, browser_of: Browser, admin: User, people: int, django_assert_num_queries
) -> None:
    with in_tenant(acme):
        for number in range(people):
            UserFactory(email=None, employee_id=f"E-{number}")
    browser = browser_of(acme, admin)
    browser.get(CODES)
    with django_assert_num_queries(QUERIES):
        assert browser.get(CODES).status_code == 200


# Session, person, powers, brand and the frame; ids, people, their roles, codes.
QUERIES = 9


def test_a_number_is_saved_and_audited_without_its_digits(
    acme: TenantInfo, browser_of: Browser, admin: User, employee: User
) -> None:
    page = f"/manage/people/{employee.id}/sign-in/"
    browser = browser_of(acme, admin)
    assert browser.post(page, {"phone": "5"}).status_code == 422
    assert browser.post(page, {"phone": "098765-43210"}).status_code == 302
    with in_tenant(acme):
        assert PhoneNumber.objects.get().number == "+919876543210"
        entry = AuditEntry.objects.get(action="people.phone_changed")
    assert entry.changes == {"phone": ["", "••• 210"]}


def test_an_admin_cannot_give_an_owner_a_way_in(
    acme: TenantInfo, browser_of: Browser, admin: User
) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER], employee_id="O-1")
    page, browser = f"/manage/people/{owner.id}/sign-in/", browser_of(acme, admin)
    assert browser.post(page, {"phone": "98765 43210"}).status_code == 422
    assert browser.post(f"{page}code/", {"days": 7}).status_code == 422
    with in_tenant(acme):
        assert (PhoneNumber.objects.count(), DeskCode.objects.count()) == (0, 0)


def test_registering_a_device_signs_the_admin_out_of_it(
    acme: TenantInfo, browser_of: Browser, admin: User
) -> None:
    browser = browser_of(acme, admin)
    data = {"name": "Counter 2", "department_id": "", "idle_seconds": 60, "longest_seconds": 900}
    answer = browser.post("/manage/devices/", data)
    assert (answer.status_code, answer["location"]) == (302, "/account/employee/")
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = text(browser.get("/account/employee/"))
    assert "Shared device: Counter 2" in page
    assert "Anita" not in page
    with in_tenant(acme):
        device = SharedDevice.objects.get()
        assert cookie.value not in str(SharedDevice.objects.values().get())
    elsewhere = browser_of(acme, admin)
    assert "Counter 2" in text(elsewhere.get("/manage/devices/"))
    assert elsewhere.post(f"/manage/devices/{device.id}/revoke/").status_code == 302
    assert elsewhere.post(f"/manage/devices/{uuid4()}/revoke/").status_code == 404
    assert "Shared device: Counter 2" not in text(browser.get("/account/employee/"))


def test_a_device_is_held_to_sensible_times(
    acme: TenantInfo, browser_of: Browser, admin: User
) -> None:
    browser = browser_of(acme, admin)
    for changed in (
        {"name": ""},
        {"idle_seconds": 5},
        {"idle_seconds": 900, "longest_seconds": 60},
    ):
        data = {"name": "C", "department_id": "", "idle_seconds": 60, "longest_seconds": 900}
        assert browser.post("/manage/devices/", {**data, **changed}).status_code == 422
    with in_tenant(acme):
        assert SharedDevice.objects.count() == 0
