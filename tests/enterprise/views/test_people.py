"""The list of people and one person's page, as an admin uses them and nobody else may."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook

from enterprise.models import Department, DepartmentManager, Membership
from tenants.accounts.api import Role, User, set_seats
from tenants.accounts.models import Invitation
from tenants.kernel.clock import now
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, NotYetJoinedFactory, UserFactory

Browser = Callable[..., Client]
LIST = "/manage/people/"
# Session, person, powers, brand; teams, counts, people with all; seats, invitations. And two savepoints.
QUERIES = 11 + 2


@pytest.fixture
def admin(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(roles=[Role.ADMIN], name="Anita Rao")


def text(answer) -> str:
    return answer.content.decode()


def streamed(answer) -> bytes:
    return b"".join(answer.streaming_content)


# Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.AUTHOR, Role.MANAGER])
@pytest.mark.parametrize(
    "path",
    [LIST, f"{LIST}export.csv", f"{LIST}invite/", f"{LIST}invitations/", f"{LIST}import/"],
)
def test_only_admins(acme: TenantInfo, browser_of: Browser, role: Role | None, path: str) -> None:
    with in_tenant(acme):
        person = UserFactory(roles=[role]) if role else None
    answer = browser_of(acme, person).get(path)
    assert answer.status_code == (403 if role else 302)


def test_a_managers_post_changes_nothing(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        manager, person = UserFactory(roles=[Role.MANAGER]), UserFactory(name="Before")
    browser = browser_of(acme, manager)
    for path, data in (
        (f"{LIST}bulk/", {"do": "deactivate", "selected": str(person.id)}),
        (f"{LIST}{person.id}/", {"name": "After"}),
        (f"{LIST}{person.id}/deactivate/", {}),
        (f"{LIST}invite/", {"email": "new@example.com"}),
    ):
        assert browser.post(path, data).status_code == 403
    with in_tenant(acme):
        person.refresh_from_db()
        assert (person.name, person.is_active) == ("Before", True)
        assert (Invitation.objects.count(), AuditEntry.objects.count()) == (0, 0)


# The list -------------------------------------------------------------------------------------


@pytest.fixture
def crowd(acme: TenantInfo, admin: User) -> None:
    with in_tenant(acme):
        field = Department.objects.create(name="Field", created_at=now())
        north = Department.objects.create(name="North", parent=field, created_at=now())
        meena = UserFactory(name="Meena Iyer", email="meena@example.com", roles=[Role.AUTHOR])
        ravi = UserFactory(name="Ravi Kumar", employee_id="E-17")
        UserFactory(name="Gone Away", is_active=False)
        NotYetJoinedFactory(name="New Here")
        for person, team in ((meena, field), (ravi, north)):
            Membership.objects.create(user=person, department=team, since=now())


def names(page: str) -> set[str]:
    known = ("Anita Rao", "Meena Iyer", "Ravi Kumar", "Gone Away", "New Here")
    return {name for name in known if f"Select {name}" in page}


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Anita Rao", "Meena Iyer", "Ravi Kumar", "Gone Away", "New Here"}),
        ("q=iyer+mee", {"Meena Iyer"}),
        ("q=MEENA@example", {"Meena Iyer"}),
        ("q=e-17", {"Ravi Kumar"}),
        ("role=author", {"Meena Iyer"}),
        ("role=learner", {"Anita Rao", "Meena Iyer", "Ravi Kumar", "Gone Away", "New Here"}),
        ("status=inactive", {"Gone Away"}),
        ("status=invited", {"New Here"}),
        ("status=active", {"Anita Rao", "Meena Iyer", "Ravi Kumar"}),
        ("department=none", {"Anita Rao", "Gone Away", "New Here"}),
        ("department=FIELD", {"Meena Iyer", "Ravi Kumar"}),
        ("department=nonsense", {"Anita Rao", "Gone Away", "New Here"}),
        (
            "status=purple&sort=evil&page=zero",
            {"Anita Rao", "Meena Iyer", "Ravi Kumar", "Gone Away", "New Here"},
        ),
        ("page=99", {"Anita Rao", "Meena Iyer", "Ravi Kumar", "Gone Away", "New Here"}),
        ("q=nobody", set()),
        ("q=VI+KUM", {"Ravi Kumar"}),
        ("email=none", set()),
        ("seen=never&role=author", {"Meena Iyer"}),
        ("seen=30&role=author", {"Meena Iyer"}),
        ("joined_from=2099-01-01", set()),
        ("joined_to=2000-01-01", set()),
        ("language=hi", set()),
        ("manager=00000000-0000-0000-0000-000000000001", set()),
        ("joined_from=yesterday&manager=x&role=author", {"Meena Iyer"}),
    ],
)
def test_filters(
    acme: TenantInfo, admin: User, browser_of: Browser, query: str, found: set[str]
) -> None:
    with in_tenant(acme):
        field = Department.objects.get(name="Field")
    answer = browser_of(acme, admin).get(f"{LIST}?{query.replace('FIELD', str(field.id))}")
    assert answer.status_code == 200
    assert names(text(answer)) == found


@pytest.mark.usefixtures("crowd")
def test_sorting(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    browser = browser_of(acme, admin)
    for sort, first, last in (
        ("name", "Anita Rao", "Ravi Kumar"),
        ("-name", "Ravi Kumar", "Anita Rao"),
    ):
        page = text(browser.get(f"{LIST}?sort={sort}"))
        assert page.index(f"Select {first}") < page.index(f"Select {last}")


@pytest.mark.usefixtures("crowd")
def test_htmx_gets_the_table_alone(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    answer = browser_of(acme, admin).get(LIST, headers={"hx-request": "true"})
    assert "<html" not in text(answer)
    assert names(text(answer)) == {"Anita Rao", "Meena Iyer", "Ravi Kumar", "Gone Away", "New Here"}


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(
    acme: TenantInfo, admin: User, browser_of: Browser, count: int, django_assert_num_queries
) -> None:
    with in_tenant(acme):
        set_seats(seats=100)
        team = Department.objects.create(name="Field", created_at=now())
        DepartmentManager.objects.create(user=admin, department=team)
        for _ in range(count):
            person = UserFactory(roles=[Role.AUTHOR])
            Membership.objects.create(user=person, department=team, since=now())
    browser = browser_of(acme, admin)
    browser.get(LIST)
    with in_tenant(acme), django_assert_num_queries(QUERIES):
        browser.get(LIST)
    with in_tenant(acme), django_assert_num_queries(QUERIES):
        browser.get(
            f"{LIST}?q=person&department={team.id}&role=author&status=active&manager={admin.id}"
            "&language=&joined_from=2020-01-01&joined_to=2099-01-01&seen=30&sort=-seen&more=1"
        )


def test_the_last_of_many_pages_is_within_twelve_queries_too(
    acme: TenantInfo, admin: User, browser_of: Browser, django_assert_num_queries, monkeypatch
) -> None:
    monkeypatch.setattr("tenants.accounts.selectors.person._NEAR", 50)
    with in_tenant(acme):
        set_seats(seats=1000)
        User.objects.bulk_create(User(name=f"P {n:03d}", password="!") for n in range(210))
    browser = browser_of(acme, admin)
    browser.get(LIST)
    with in_tenant(acme), django_assert_num_queries(12 + 2):
        page = text(browser.get(f"{LIST}?page=5&more=1"))
    assert page.count('name="selected"') == 11
    assert page.index("P 199") < page.index("P 209")


def test_pages_of_fifty(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        User.objects.bulk_create(User(name=f"P {n:03d}", password="!") for n in range(60))
    browser = browser_of(acme, admin)
    assert text(browser.get(LIST)).count('name="selected"') == 50
    assert text(browser.get(f"{LIST}?page=2")).count('name="selected"') == 11


# Bulk -----------------------------------------------------------------------------------------


def test_bulk_tells_what_it_did_and_what_not(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        person, owner = UserFactory(), UserFactory(name="Olga", roles=[Role.OWNER])
    answer = browser_of(acme, admin).post(
        f"{LIST}bulk/",
        {"do": "deactivate", "selected": [person.id, owner.id], "next": f"{LIST}?q=x"},
        follow=True,
    )
    assert answer.redirect_chain == [(f"{LIST}?q=x", 302)]
    assert "1 person is deactivated" in text(answer)
    assert "Olga: Only an owner" in text(answer)
    with in_tenant(acme):
        person.refresh_from_db()
        owner.refresh_from_db()
        assert (person.is_active, owner.is_active) == (False, True)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"do": "deactivate"}, "Tick at least one"),
        ({"do": "explode", "selected": "ID"}, "Select a valid choice"),
        ({"do": "move", "selected": "ID", "department_id": "ID"}, "There is no such team"),
        ({"do": "deactivate", "selected": "nonsense"}, "Choose people from the list"),
    ],
)
def test_bulk_bad_input(
    acme: TenantInfo, admin: User, browser_of: Browser, data: dict, says: str
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    sent = {key: value.replace("ID", str(person.id)) for key, value in data.items()}
    answer = browser_of(acme, admin).post(f"{LIST}bulk/", sent, follow=True)
    assert says in text(answer)
    with in_tenant(acme):
        person.refresh_from_db()
        assert person.is_active


def test_bulk_leads_back_to_this_host_only(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    answer = browser_of(acme, admin).post(
        f"{LIST}bulk/", {"do": "move", "selected": admin.id, "next": "//evil.example/"}
    )
    assert (answer.status_code, answer["location"]) == (302, LIST)


# Export ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("crowd")
def test_export_as_csv_is_neutralised_and_filtered(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        UserFactory(name="=cmd()|calc", email="evil@example.com", job_title="@SUM(1)")
    browser = browser_of(acme, admin)
    content = streamed(browser.get(f"{LIST}export.csv?q=cmd"))
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header[:3] == ["Name", "E-mail", "Team"]
    assert (row[0], row[3]) == ("'=cmd()|calc", "'@SUM(1)")
    everybody = streamed(browser.get(f"{LIST}export.csv")).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(everybody)))) == 7


@pytest.mark.usefixtures("crowd")
def test_export_as_xlsx(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        UserFactory(name="=cmd()")
    content = streamed(browser_of(acme, admin).get(f"{LIST}export.xlsx"))
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows())
    assert len(rows) == 7
    (formula,) = [row[0] for row in rows if "cmd" in str(row[0].value)]
    assert (formula.value, formula.data_type) == ("'=cmd()", "s")


# One person -----------------------------------------------------------------------------------


def person_data(**changes: object) -> dict[str, object]:
    return {"name": "After", "email": "after@example.com", "roles": ["author"]} | changes


def test_a_person_is_saved(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory(name="Before")
        team = Department.objects.create(name="Field", created_at=now())
    browser = browser_of(acme, admin)
    path = f"{LIST}{person.id}/"
    assert "Before" in text(browser.get(path))
    answer = browser.post(path, person_data(department_id=str(team.id)))
    assert (answer.status_code, answer["location"]) == (302, path)
    with in_tenant(acme):
        person.refresh_from_db()
        assert (person.name, person.email) == ("After", "after@example.com")
        assert [g.role for g in person.role_grants.all()] == ["author"]
        assert person.membership.department == team


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter a name"),
        ({"email": "TAKEN@example.com"}, "belongs to somebody"),
        ({"roles": ["owner"]}, "Only an owner"),
        ({"roles": ["staff"]}, "Select a valid choice"),
        ({"native_name": "मीना"}, "Choose the language"),
        ({"department_id": "00000000-0000-0000-0000-000000000001"}, "There is no such team"),
    ],
)
def test_bad_input_stands_at_its_field_and_saves_nothing(
    acme: TenantInfo, admin: User, browser_of: Browser, changes: dict, says: str
) -> None:
    with in_tenant(acme):
        UserFactory(email="taken@example.com")
        person = UserFactory(name="Before")
    browser = browser_of(acme, admin)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = browser.post(f"{LIST}{person.id}/", person_data(**changes))
    assert answer.status_code == 422
    assert says in text(answer)
    with in_tenant(acme):
        person.refresh_from_db()
        assert (person.name, person.role_grants.count()) == ("Before", 0)


@pytest.mark.parametrize("way", ["up", "down"])
def test_making_and_unmaking_an_admin_asks_who_one_is(
    acme: TenantInfo, admin: User, browser_of: Browser, way: str
) -> None:
    with in_tenant(acme):
        person = UserFactory(name="Before", roles=[Role.ADMIN] if way == "down" else [])
    browser, path = browser_of(acme, admin), f"{LIST}{person.id}/"
    wanted = person_data(roles=["admin"] if way == "up" else [], email=person.email)
    answer = browser.post(path, wanted)
    assert (answer.status_code, "reauthenticate" in answer["location"]) == (302, True)
    with in_tenant(acme):
        person.refresh_from_db()
        assert (person.name, person.role_grants.count()) == ("Before", int(way == "down"))
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert browser.post(path, wanted)["location"] == path
    with in_tenant(acme):
        assert User.objects.get(id=person.id).role_grants.count() == int(way == "up")


def test_off_and_on_again(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, admin)
    off = browser.post(f"{LIST}{person.id}/deactivate/", follow=True)
    assert f'action="{LIST}{person.id}/reactivate/"' in text(off)
    with in_tenant(acme):
        person.refresh_from_db()
        assert not person.is_active
    browser.post(f"{LIST}{person.id}/reactivate/")
    with in_tenant(acme):
        person.refresh_from_db()
        assert person.is_active


@pytest.mark.parametrize("act", ["", "deactivate/", "reactivate/", "invite/"])
def test_a_person_of_another_company_is_no_person(
    acme: TenantInfo, zenith: TenantInfo, admin: User, browser_of: Browser, act: str
) -> None:
    with in_tenant(zenith):
        foreign = UserFactory(name="Before")
    browser = browser_of(acme, admin)
    nowhere = "01900000-0000-7000-8000-000000000000"
    answers = [browser.post(f"{LIST}{key}/{act}", person_data()) for key in (foreign.id, nowhere)]
    assert [answer.status_code for answer in answers] == [404, 404]
    with in_tenant(zenith):
        foreign.refresh_from_db()
        assert (foreign.name, foreign.is_active) == ("Before", True)


# Columns, all that match, undo -------------------------------------------------------------------


@pytest.mark.usefixtures("crowd")
def test_columns_of_choice(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    page = text(browser_of(acme, admin).get(f"{LIST}?col=number&col=joined&col=evil"))
    assert "E-17" in page
    assert 'data-label="Employee ID"' in page
    assert 'data-label="Status"' not in page


@pytest.mark.usefixtures("crowd")
def test_what_is_searched_stands_in_any_script_and_like_signs_are_letters(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        UserFactory(name="Kavya 100%", native_name="காவ்யா")
    browser = browser_of(acme, admin)
    assert "Select Kavya" in text(browser.get(f"{LIST}?q=காவ்"))
    assert "Select Kavya" in text(browser.get(f"{LIST}?q=100%25"))
    assert "Select Kavya" not in text(browser.get(f"{LIST}?q=1%25%25"))
