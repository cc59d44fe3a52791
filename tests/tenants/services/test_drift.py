"""A schema that was changed by hand is found and named, with what was changed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tenants.kernel.errors import Missing
from tenants.models import Tenant
from tenants.schemas import in_public
from tenants.services.building import make_schema
from tenants.services.drift import check_schemas
from tenants.services.migration import as_owner

pytestmark = pytest.mark.usefixtures("committed")

SCHEMA = "c_drifting0001"


def _company(schema: str = SCHEMA) -> None:
    with in_public(), transaction.atomic():
        Tenant.objects.create(schema_name=schema, name="Mehta", slug="mehta", status="active")


def _change(statement: str) -> None:
    with as_owner(SCHEMA) as owner, owner.cursor() as cursor:
        cursor.execute(statement)


def test_what_nobody_touched_is_as_it_should_be() -> None:
    out = StringIO()
    call_command("check_schemas", stdout=out)
    assert out.getvalue() == "2 checked, all as they should be\n"


def test_what_was_changed_by_hand_is_named_and_the_others_are_checked_too() -> None:
    make_schema(SCHEMA)
    _company()
    _change("DROP INDEX audit_at; ALTER TABLE accounts_user ADD salary int")
    _change(f"GRANT DELETE ON kernel_auditentry TO {_role()}")
    found = {each.slug: each.findings for each in check_schemas()}
    assert (found["acme"], found["zenith"]) == ((), ())
    mehta = "\n".join(found["mehta"])
    assert "missing: index audit_at" in mehta
    assert "not expected: column accounts_user.salary" in mehta
    assert "differs: relation kernel_auditentry:" in mehta
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 3 are not what"):
        call_command("check_schemas", stdout=out)
    assert out.getvalue().startswith(f"mehta ({SCHEMA})\n")
    out = StringIO()
    call_command("check_schemas", "acme", stdout=out)
    assert out.getvalue() == "1 checked, all as they should be\n"


def test_rows_that_people_wrote_are_no_drift() -> None:
    make_schema(SCHEMA)
    _company()
    _change("INSERT INTO django_content_type (app_label, model) VALUES ('x', 'y')")
    assert [each.findings for each in check_schemas(slugs=("mehta",))] == [()]


def test_a_schema_that_is_missing_or_behind_is_named_as_such() -> None:
    _company()
    assert [each.findings for each in check_schemas(slugs=("mehta",))] == [
        ("its schema is missing",)
    ]
    make_schema(SCHEMA)
    _change("DELETE FROM django_migrations WHERE app = 'enterprise'")
    assert [each.findings for each in check_schemas(slugs=("mehta",))] == [
        ("has other migrations than the code: migrate first",)
    ]


def test_a_slug_that_names_no_company_is_said() -> None:
    with pytest.raises(Missing, match="nosuch"):
        list(check_schemas(slugs=("acme", "nosuch")))
    with pytest.raises(CommandError, match="nosuch"):
        call_command("check_schemas", "nosuch")


def _role() -> str:
    with as_owner(SCHEMA) as owner:
        return f"t_{owner.database}_{SCHEMA}"
