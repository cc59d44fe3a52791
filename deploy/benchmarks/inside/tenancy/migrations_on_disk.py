"""Migrations that the benchmark applies: a folder that takes the place of one app's."""

import importlib
from pathlib import Path

_FIRST = """from importlib import import_module
Migration = import_module("enterprise.migrations.0001_initial").Migration
"""
_LATER = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprise", "{before}")]
    operations = [
        migrations.AddField("department", "{column}", models.CharField(max_length=9, db_default="x"))
    ]
"""


class Disk:
    """Migrations of `enterprise` in a folder, one more each time."""

    def __init__(self, folder: Path) -> None:
        """Begin with the one there is, or go on with what an earlier run left."""
        self._folder = folder / "bench_migrations"
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "__init__.py").touch()
        (self._folder / "0001_initial.py").write_text(_FIRST)

    def add(self) -> None:
        """Write a migration that adds a column."""
        names = sorted(path.stem for path in self._folder.glob("0*.py"))
        number = len(names) + 1
        text = _LATER.format(before=names[-1], column=f"bench_{number}")
        (self._folder / f"{number:04}_column.py").write_text(text)
        importlib.invalidate_caches()
