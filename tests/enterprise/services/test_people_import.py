"""Importing people: bad rows are kept and explained, and only what was agreed happens."""

import io

import pytest

from enterprise.models import (
    Department,
    ImportState,
    Membership,
    PeopleImport,
    PeopleImportRow,
    RowFate,
)
from enterprise.selectors.people import ListFilter, export_lines
from enterprise.selectors.people_import import import_rows, people_import
from enterprise.services import people_import as service
from enterprise.services import people_upload as upload_service
from enterprise.services.people_import import correct_rows, start_import
from enterprise.services.people_upload import upload_people
from tenants.accounts.api import Role, User, note_numbers, numbers_of, roles_of, set_seats
from tenants.accounts.models import Invitation
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.exports import csv_rows
from tenants.kernel.models import AuditEntry, Job, MailMessage
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.enterprise import DepartmentFactory, make_member

HEAD = "Name,Email,Department,Role,Employee ID,Native name\n"
GOOD = HEAD + "".join(
    f"Person {n},p{n}@example.com,{'Inside sales' if n % 2 else 'Field'},,E{n},\n" for n in range(4)
)
MIXED = (
    HEAD
    + "Meena Iyer,meena@example.com,Inside sales,manager,E1,மீனா ஐயர்\n"
    + ",nameless@example.com,Inside sales,,E2,\n"
    + "Ravi Kumar,MEENA@example.com,Field,,E3,\n"
    + "Asha Menon,,Field,,E4,\n"
)


def upload(text: str, actor: User) -> PeopleImport:
    content = text.encode()
    return upload_people(
        file=io.BytesIO(content), file_name="people.csv", size_bytes=len(content), actor=actor
    )


def fates(row: PeopleImport) -> list[tuple[int, str]]:
    return list(row.rows.order_by("line").values_list("line", "fate"))


def go(row: PeopleImport, actor: User, agreed: int, invite: bool = True) -> PeopleImport:
    return start_import(import_id=row.id, agreed=agreed, sends_invitations=invite, actor=actor)


def test_looking_makes_nobody(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(MIXED, admin)
        assert fates(row) == [(2, "create"), (3, "problem"), (4, "problem"), (5, "create")]
        reasons = {r.line: r.reasons for r in import_rows(row.id, RowFate.PROBLEM)}
        assert reasons == {
            3: ("The name is missing.",),
            4: ("meena@example.com stands in line 2 already.",),
        }
        assert (User.objects.count(), Department.objects.count()) == (1, 0)
        assert MailMessage.objects.count() == 0


def test_good_rows_go_in_and_bad_ones_wait(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = go(upload(MIXED, admin), admin, agreed=2)
        meena = User.objects.get(email="meena@example.com")
        assert (meena.native_name, meena.native_language) == ("மீனா ஐயர்", "ta")
        assert Role.MANAGER in roles_of(meena)
        assert meena.membership.department.name == "Inside sales"
        asha = User.objects.get(name="Asha Menon")
        assert (asha.email, asha.membership.department.name) == (None, "Field")
        assert [m.to for m in MailMessage.objects.all()] == ["meena@example.com"]
        assert (row.state, fates(row)[1:3]) == (ImportState.OPEN, [(3, "problem"), (4, "problem")])
        entry = AuditEntry.objects.get(action="people.imported")
        assert (entry.actor_id, entry.changes["people"]) == (admin.id, 2)


def test_corrected_rows_follow(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = go(upload(MIXED, admin), admin, agreed=2)
        nameless, ravi = PeopleImportRow.objects.filter(fate=RowFate.PROBLEM).order_by("line")
        correct_rows(
            import_id=row.id,
            corrections={
                nameless.id: {"name": " Nisha  Rao "},
                ravi.id: {"email": "ravi@example.com"},
            },
            actor=admin,
        )
        row = go(row, admin, agreed=2)
        assert row.state == ImportState.DONE
        assert set(User.objects.exclude(id=admin.id).values_list("name", flat=True)) == {
            "Meena Iyer",
            "Asha Menon",
            "Nisha Rao",
            "Ravi Kumar",
        }


def test_a_row_left_out_stays_out_until_it_is_corrected(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(MIXED, admin)
        nameless = PeopleImportRow.objects.get(line=3)
        correct_rows(import_id=row.id, corrections={}, left_out=[nameless.id], actor=admin)
        info = people_import(row.id)
        assert info is not None
        assert (info.ready, info.problems, info.left_out) == (2, 1, 1)
        correct_rows(import_id=row.id, corrections={nameless.id: {"name": "Nisha"}}, actor=admin)
        nameless.refresh_from_db()
        assert nameless.fate == RowFate.CREATE


def test_correcting_one_row_frees_or_binds_another(acme: TenantInfo) -> None:
    """Line 4 repeats line 2's address; when line 2 takes another, line 4 is good."""
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(MIXED, admin)
        first = PeopleImportRow.objects.get(line=2)
        correct_rows(
            import_id=row.id, corrections={first.id: {"email": "other@example.com"}}, actor=admin
        )
        assert dict(fates(row))[4] == "create"


@pytest.mark.parametrize("change", ["person", "number", "seats", "archived"])
def test_what_no_longer_holds_imports_nobody(acme: TenantInfo, change: str) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(GOOD, admin)
        if change == "person":
            UserFactory(email="p1@example.com")
        elif change == "number":
            UserFactory(employee_id="E1")
        elif change == "seats":
            set_seats(seats=3)
        else:
            Department.objects.create(
                name="field", created_at=admin.date_joined, archived_at=admin.date_joined
            )
        before, shown = User.objects.count(), fates(row)
        with pytest.raises(Conflict) as caught:
            go(row, admin, agreed=4)
        assert caught.value.code == "not_as_agreed"
        assert (User.objects.count(), MailMessage.objects.count()) == (before, 0)
        row.refresh_from_db()
        assert row.state == ImportState.OPEN
        # The page shows what is different, so that the next attempt is an informed one.
        assert fates(row) != shown


def test_more_people_than_seats_is_said_row_by_row(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        set_seats(seats=3)
        row = upload(GOOD, admin)
        assert [fate for _line, fate in fates(row)] == ["create", "create", "problem", "problem"]
        (told, _other) = import_rows(row.id, RowFate.PROBLEM)
        assert told.reasons == ("No seat is left for this person: 2 were free for the whole file.",)
        go(row, admin, agreed=2)
        assert User.objects.filter(is_active=True).count() == 3


def test_twice_at_once_is_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(GOOD, admin)
        go(row, admin, agreed=4)
        with pytest.raises(Conflict):
            go(row, admin, agreed=4)
        assert User.objects.count() == 5


def test_teams_are_made_only_when_ticked(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(GOOD, admin)
        service.set_options(import_id=row.id, creates_departments=False, actor=admin)
        info = people_import(row.id)
        assert info is not None
        assert (info.ready, info.problems) == (0, 4)
        with pytest.raises(Conflict):
            go(row, admin, agreed=0)
        assert Department.objects.count() == 0
        service.set_options(import_id=row.id, creates_departments=True, actor=admin)
        go(row, admin, agreed=4)
        assert set(Department.objects.values_list("name", flat=True)) == {"Inside sales", "Field"}


def test_without_the_tick_nobody_is_invited(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        go(upload(GOOD, admin), admin, agreed=4, invite=False)
        assert (Invitation.objects.count(), MailMessage.objects.count()) == (0, 0)


def test_who_was_invited_before_is_not_invited_again(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        InvitationFactory(email="p1@example.com")
        go(upload(GOOD, admin), admin, agreed=4)
        assert Invitation.objects.filter(email="p1@example.com").count() == 1
        assert MailMessage.objects.count() == 3


def test_an_admin_imports_no_owner(acme: TenantInfo) -> None:
    with in_tenant(acme):
        text = "Name,Role\nMeena,owner\n"
        assert fates(upload(text, UserFactory(roles=[Role.ADMIN]))) == [(2, "problem")]
        assert fates(upload(text, UserFactory(roles=[Role.OWNER]))) == [(2, "create")]


def test_formulas_are_kept_as_text(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        go(upload("Name,Job title\n=cmd(),@lead\n", admin), admin, agreed=1)
        person = User.objects.exclude(id=admin.id).get()
        assert (person.name, person.job_title) == ("=cmd()", "@lead")


def test_a_file_that_breaks_off_leaves_nothing(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_service, "BATCH", 2)
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        with pytest.raises(Invalid):
            upload('Name\na\nb\nc\n"d\n', admin)
        assert (PeopleImport.objects.count(), PeopleImportRow.objects.count()) == (0, 0)
        with pytest.raises(Invalid) as caught:
            upload("Name,Email\n\n", admin)
        assert caught.value.code == "no_rows"
        assert PeopleImport.objects.count() == 0


def test_many_people_are_written_by_a_job(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 3)
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = go(upload(GOOD, admin), admin, agreed=4)
        assert row.state == ImportState.RUNNING
        assert User.objects.count() == 1
        job = Job.objects.get(name="enterprise.run_people_import")
        assert job.arguments["agreed"] == 4
        for _attempt in range(2):
            service.run_import(import_id=row.id, agreed=4, actor_id=admin.id)
        row.refresh_from_db()
        assert (row.state, User.objects.count()) == (ImportState.DONE, 5)
        assert Membership.objects.count() == 4


def test_a_job_that_is_refused_says_why(acme: TenantInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 3)
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = go(upload(GOOD, admin), admin, agreed=4)
        UserFactory(email="p1@example.com")
        service.run_import(import_id=row.id, agreed=4, actor_id=admin.id)
        row.refresh_from_db()
        assert row.state == ImportState.OPEN
        assert "nobody was imported" in row.error
        assert User.objects.count() == 2


def test_ten_thousand_rows_are_looked_at_with_few_queries(
    acme: TenantInfo, django_assert_max_num_queries
) -> None:
    text = "Name,Email\n" + "".join(f"P{n},p{n}@example.com\n" for n in range(10_000))
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        set_seats(seats=20_000)
        row = upload(text, admin)
        assert row.state == ImportState.READING
        with django_assert_max_num_queries(90):
            upload_service.read_people(import_id=row.id, actor_id=admin.id)
        info = people_import(row.id)
        assert info is not None
        assert (info.ready, info.problems) == (10_000, 0)


def test_an_import_of_another_company_is_missing(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(zenith):
        foreign = upload(GOOD, UserFactory(roles=[Role.ADMIN]))
        assert people_import(foreign.id) is not None
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        assert people_import(foreign.id) is None
        with pytest.raises(Missing):
            go(foreign, admin, agreed=4)


# People who are here, columns, and jobs that die ------------------------------------------------


def test_people_who_are_here_are_changed_switched_on_or_left(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        meena = UserFactory(name="Meena Iyer", employee_id="E1", job_title="Lead")
        ravi = UserFactory(name="Ravi", employee_id="E2", is_active=False)
        same = UserFactory(name="Same", employee_id="E3")
        row = upload(
            "Employee ID,Job title,Department,Role\nE1,Head,Field,author\nE2,,,\nE3,,,\n", admin
        )
        assert [fate for _line, fate in fates(row)] == ["update", "reactivate", "unchanged"]
        (told,) = import_rows(row.id, RowFate.UPDATE)
        assert [(str(label), before, after) for label, before, after in told.changes] == [
            ("Team", "", "Field"),
            ("Job title", "Lead", "Head"),
            ("Role", "Learner", "Author"),
        ]
        row = go(row, admin, agreed=2)
        assert row.state == ImportState.DONE
        meena = User.objects.get(id=meena.id)
        assert (meena.name, meena.job_title, meena.membership.department.name) == (
            "Meena Iyer",
            "Head",
            "Field",
        )
        assert Role.AUTHOR in roles_of(meena)
        assert User.objects.get(id=ravi.id).is_active
        assert not AuditEntry.objects.filter(target_id=same.id).exists()
        entry = AuditEntry.objects.get(action="people.changed", target_id=meena.id)
        assert entry.changes["job_title"] == ["Lead", "Head"]
        assert MailMessage.objects.count() == 0


def test_the_list_exported_and_imported_again_changes_nobody(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER], name="Olga")
        team = DepartmentFactory(name="Field")
        make_member(team, name="मीना", native_name="मीना", native_language="hi", employee_id="E1")
        make_member(team, name="Two Roles", roles=[Role.MANAGER, Role.AUTHOR], job_title="Lead")
        note_numbers(numbers={owner.id: "+919876543210"}, actor=None)
        header, lines = export_lines(ListFilter())
        content = b"".join(csv_rows(header, lines))
        row = upload(content.decode("utf-8-sig"), owner)
        if row.state == ImportState.MAPPING:
            fields = [field for _heading, field in row.columns]
            row = upload_service.set_columns(import_id=row.id, fields=fields, actor=owner)
        assert {fate for _line, fate in fates(row)} == {"unchanged"}


def test_phone_numbers_come_with_the_file(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        meena = UserFactory(employee_id="E1")
        row = upload(
            "Employee ID,Name,Mobile No\nE1,,98765 43210\nE2,Ravi,+919876543211\nE3,Asha,12\n",
            admin,
        )
        assert [fate for _line, fate in fates(row)] == ["update", "create", "problem"]
        (told,) = import_rows(row.id, RowFate.PROBLEM)
        assert told.reasons == ("“12” is not a phone number. Write it as 98765 43210.",)
        go(row, admin, agreed=2)
        ravi = User.objects.get(name="Ravi")
        assert numbers_of([meena.id, ravi.id]) == {
            meena.id: "+919876543210",
            ravi.id: "+919876543211",
        }
