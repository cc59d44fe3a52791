"""Nothing is applied anywhere while a migration was edited, or is unfit for tables in use."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tenants.kernel.errors import Conflict
from tenants.models import MigrationRun
from tenants.schemas import TenantInfo, in_public
from tenants.services.migrating import migrate_tenants
from tenants.services.migration_texts import digest_of
from tests.tenants.services.walks import COLUMN, applied, has_column, hinder, mend

Disk = Callable[..., Path]
OTHER = "migrations.AddField('department', 'other', models.IntegerField(null=True))"


def _untouched(companies: list[TenantInfo], *names: str) -> bool:
    return all(applied(each) == ["0001_initial", *names] for each in companies)


def _edit(file: Path) -> None:
    file.write_text(file.read_text().replace("'plum'", "'green'"))
    _reload(file)


def _reload(file: Path) -> None:
    """Have the next loader read the file, as another process would."""
    for name in [name for name in sys.modules if name.endswith(f"{file.parent.name}.{file.stem}")]:
        del sys.modules[name]


def test_a_migration_edited_after_it_was_applied_is_named_and_nothing_is_run(
    disk: Disk, companies: list[TenantInfo]
) -> None:
    later = disk(COLUMN)
    migrate_tenants()
    _edit(later)
    disk(OTHER)
    with pytest.raises(Conflict, match=r"Edited after they were applied: enterprise\.0002_later\."):
        migrate_tenants()
    assert _untouched(companies, "0002_later")
    assert not any(has_column(each, "other") for each in companies)
    with in_public():
        assert MigrationRun.objects.count() == 1


def test_both_commands_say_so_and_take_the_word_that_it_makes_no_difference(
    disk: Disk, companies: list[TenantInfo]
) -> None:
    later = disk(COLUMN)
    migrate_tenants()
    _edit(later)
    disk(OTHER)
    for command in ("migrate_tenants", "migrate_schemas"):
        with pytest.raises(CommandError, match=r"--accept-edited enterprise\.0002_later"):
            call_command(command)
        assert _untouched(companies, "0002_later")
    with pytest.raises(CommandError, match=r"No migration of ours is called enterprise\.nosuch"):
        call_command("migrate_tenants", "--accept-edited", "enterprise.nosuch")
    call_command("migrate_tenants", "--accept-edited", "enterprise.0002_later")
    assert all(has_column(each, "other") for each in companies)


def test_one_that_failed_everywhere_may_be_mended_and_run_again(
    disk: Disk, companies: list[TenantInfo]
) -> None:
    later = disk(COLUMN)
    hinder(companies[0])
    assert migrate_tenants().failed[0].schema == companies[0].schema_name
    mend(companies[0])
    _edit(later)
    assert len(migrate_tenants().done) == 4


def test_one_that_some_companies_have_may_not(disk: Disk, companies: list[TenantInfo]) -> None:
    later = disk(COLUMN)
    hinder(companies[2])
    migrate_tenants()
    _edit(later)
    with pytest.raises(Conflict, match="Edited"):
        migrate_tenants()
    assert [len(applied(each)) for each in companies] == [2, 2, 1, 1]


def test_layout_and_comments_are_no_edit() -> None:
    plain = "class Migration:\n    operations = [f(1, 'a')]\n"
    laid_out = "class Migration:\n    # why\n    operations = [\n        f(1, 'a')\n    ]\n"
    assert digest_of(plain) == digest_of(laid_out)
    assert digest_of(plain) != digest_of(plain.replace("1", "2"))


def test_one_that_is_unfit_is_refused_before_it_is_run_anywhere(
    disk: Disk, companies: list[TenantInfo]
) -> None:
    disk("migrations.AddIndex('department', models.Index(fields=['name'], name='by_night'))")
    with pytest.raises(CommandError, match="writers wait while the table is read") as refusal:
        call_command("migrate_tenants")
    assert "enterprise.0002_later indexes enterprise.department by_night" in str(refusal.value)
    assert "AddIndexConcurrently" in str(refusal.value)
    assert _untouched(companies)
    with pytest.raises(CommandError, match="by_night"):
        call_command("lint_migrations")


def test_accepted_in_its_file_it_is_run(disk: Disk, companies: list[TenantInfo]) -> None:
    disk(
        "migrations.AddIndex('department', models.Index(fields=['name'], name='by_night'))",
        accepted={"indexes enterprise.department by_night": "a few dozen rows at most"},
    )
    assert len(migrate_tenants().done) == 4


def test_our_own_migrations_are_fit(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lint_migrations")
    assert capsys.readouterr().out == "no risks\n"
