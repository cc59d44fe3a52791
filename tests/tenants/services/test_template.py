"""The script makes what migrating makes, is written once, and is not believed when it does not."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateOneSchema
from django.db import connections, transaction

from tenants.backend.catalogue import differences
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.backend.roles import create_schema
from tenants.models import TemplateScript
from tenants.schemas import in_public
from tenants.services import building, head, template
from tenants.services.migration import OWNER, as_owner, give_rights

pytestmark = pytest.mark.usefixtures("committed")

MIGRATED, MADE = "c_migrated0001", "c_made00000001"


@pytest.fixture
def another_head(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Return `another_head(name)`: as if the code were another release's."""

    def pretend(name: str) -> None:
        monkeypatch.setattr(template, "current_head", lambda: name)

    yield pretend
    with as_owner(PUBLIC_SCHEMA):
        TemplateScript.objects.using(OWNER).exclude(head=head.current_head()).delete()
    template._remembered.clear()
    template._unwritable.clear()


def _few_migrations(schema: str) -> None:
    """Make what is quicker than the real migrations, where it matters only how often they are run."""
    with as_owner(schema) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_migrations (app text, name text, applied timestamptz)")
        give_rights(connection, schema)


def _heads() -> list[str]:
    with as_owner(PUBLIC_SCHEMA):
        rows = TemplateScript.objects.using(OWNER).order_by("in_force_at")
        return list(rows.values_list("head", flat=True))


def test_a_schema_made_by_the_script_differs_from_one_that_django_migrated_by_nothing() -> None:
    # By Django's own command: the script is written from our quicker way, see services.migration_state.
    with as_owner(MIGRATED) as connection:
        with transaction.atomic(using=OWNER), connection.cursor() as cursor:
            create_schema(cursor, database=connection.database, schema=MIGRATED)
        call_command(
            MigrateOneSchema(), database=OWNER, interactive=False, verbosity=0, skip_checks=True
        )
        give_rights(connection, MIGRATED)
        migrated = template.told(connection, MIGRATED)
    building.make_schema(MADE)
    with as_owner(MADE) as connection:
        made = template.told(connection, MADE)
    assert differences(migrated, made) == []
    kinds = {name.split()[0] for name in made}
    assert {"column", "constraint", "index", "sequence", "counter", "row", "role"} <= kinds
    assert sum(name.startswith("row of auth_permission") for name in made) > 100


def test_two_processes_at_a_new_release_write_its_script_once(
    another_head: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    another_head("f" * 64)
    migrations: list[str] = []

    def counting(schema: str) -> None:
        migrations.append(schema)
        _few_migrations(schema)

    monkeypatch.setattr(template, "migrate_schema", counting)
    scripts: list[str] = []
    barrier = threading.Barrier(2)

    def ask() -> None:
        barrier.wait()
        scripts.append(template.template_script())
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(scripts) == 2
    assert scripts[0] == scripts[1]
    assert len(migrations) == 1
    assert _heads()[-1] == "f" * 64
    assert template.is_in_force() is True


def test_scripts_of_a_few_earlier_releases_are_kept(another_head: Callable[[str], None]) -> None:
    present, script = head.current_head(), template.template_script()
    for name in "abcd":
        template.keep_script(name * 64, "SELECT 1")
    assert _heads() == ["b" * 64, "c" * 64, "d" * 64]
    template.keep_script("b" * 64, "SELECT 1")
    assert _heads() == ["c" * 64, "d" * 64, "b" * 64]
    another_head("d" * 64)
    assert template.is_in_force() is False
    template.keep_script(present, script)


def test_what_the_script_cannot_hold_is_named_and_schemas_are_made_by_migrating(
    another_head: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    another_head("e" * 64)

    migrations: list[str] = []

    def migrate_with_a_view(schema: str) -> None:
        migrations.append(schema)
        _few_migrations(schema)
        with connections[OWNER].cursor() as cursor:
            cursor.execute("CREATE VIEW v AS SELECT 1 AS one")

    monkeypatch.setattr(template, "migrate_schema", migrate_with_a_view)
    monkeypatch.setattr(building, "migrate_schema", migrate_with_a_view)
    with pytest.raises(template.TemplateDiffers, match="missing: relation v"):
        template.template_script()
    assert "e" * 64 not in _heads()
    building.make_schema(MADE)
    with as_owner(MADE) as connection:
        assert "relation v" in template.told(connection, MADE)
    assert migrations[1:] == [MADE]  # what failed is not tried again for each company


def test_the_application_may_not_touch_what_runs_as_the_owner() -> None:
    with in_public(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('smh_public', 'tenants_templatescript', right_)"
            " FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) right_"
        )
        assert [allowed for (allowed,) in cursor.fetchall()] == [False] * 4


def test_the_head_changes_with_what_a_schema_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    before = head.current_head()
    monkeypatch.setattr(get_user_model()._meta, "permissions", [("sell", "May sell")])
    head.current_head.cache_clear()
    assert head.current_head() != before
    monkeypatch.undo()
    head.current_head.cache_clear()
    assert head.current_head() == before
