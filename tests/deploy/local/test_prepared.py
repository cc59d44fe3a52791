"""When a second start may skip migrating and seeding."""

from pathlib import Path

import pytest

from deploy.local import prepared
from deploy.local.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "home" / "postgres").mkdir(parents=True)
    return Home(tmp_path / "home")


@pytest.fixture
def migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A migration in a repository of its own."""
    monkeypatch.setattr(prepared, "REPOSITORY", tmp_path)
    path = tmp_path / "billing" / "migrations" / "0001_initial.py"
    path.parent.mkdir(parents=True)
    path.write_text("one")
    return path


def test_a_new_home_is_not_prepared(home: Home, migration: Path):
    assert not prepared.is_prepared(home)


def test_the_mark_holds_while_nothing_changes(home: Home, migration: Path):
    prepared.note_prepared(home)
    assert prepared.is_prepared(home)
    prepared.forget_prepared(home)
    assert not prepared.is_prepared(home)


def test_a_changed_a_new_and_a_removed_migration_undo_it(home: Home, migration: Path):
    prepared.note_prepared(home)
    migration.write_text("another")
    assert not prepared.is_prepared(home)
    prepared.note_prepared(home)
    second = migration.with_name("0002_more.py")
    second.write_text("two")
    assert not prepared.is_prepared(home)
    prepared.note_prepared(home)
    second.unlink()
    assert not prepared.is_prepared(home)


def test_the_mark_goes_with_the_cluster(home: Home, migration: Path):
    prepared.note_prepared(home)
    home.forget()
    assert not prepared.is_prepared(home)


def test_this_repositorys_own_migrations_count(home: Home):
    counted = [path for pattern in prepared.DECIDES for path in prepared.REPOSITORY.glob(pattern)]
    names = {str(path.relative_to(prepared.REPOSITORY)) for path in counted}
    assert {"tenants/backend/bootstrap.py", "deploy/settings/apps.py", "uv.lock"} <= names
    assert any(name.startswith("learning/catalogue/migrations/0001") for name in names)
    assert any(name.startswith("tenants/migrations/0001") for name in names)
