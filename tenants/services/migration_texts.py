"""Whether migrations still say what they said when they were applied.

An edited one changes new companies and no old one, and nothing ever tells: each says that it was applied.
So a digest of each is kept, and nothing more is applied while one differs.
"""

import hashlib
import io
import sys
import tokenize
from collections.abc import Collection
from pathlib import Path

from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from tenants.backend.heads import Key
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.kernel.errors import Conflict
from tenants.models import MigrationText
from tenants.services.head import own_labels
from tenants.services.migration import OWNER, as_owner

# What a formatter may change, and a comment, change nothing.
_NO_MATTER = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
)


def refuse_edited(applied: Collection[Key], loader: MigrationLoader) -> None:
    """Raise Conflict, naming them, when migrations that were applied somewhere say something else now.

    Args:
        applied: migrations that any schema has.
        loader: what is on disk.
    """
    said, noted = _on_disk(loader), _noted()
    edited = [key for key in sorted(set(applied)) if noted.get(key, said.get(key)) != said.get(key)]
    if edited:
        raise Conflict(
            f"Edited after they were applied: {_named(edited)}. Nothing was run. Put them back as they were and"
            " write the change as another migration; or, when it makes no difference to a schema that has them,"
            f" say so: --accept-edited {' '.join(f'{app}.{name}' for app, name in edited)}"
        )


def keep_texts(loader: MigrationLoader, *, applied: Collection[Key] = ()) -> None:
    """Note what migrations say that are about to be applied; of those that were applied what is missing.

    Args:
        loader: what is on disk.
        applied: migrations that any schema has: what was noted of them stays.
    """
    said, noted = _on_disk(loader), _noted()
    new = {
        key: digest
        for key, digest in said.items()
        if key not in noted or (key not in applied and noted[key] != digest)
    }
    _write(new)


def accept_edited(names: Collection[str]) -> None:
    """Note what migrations say now, on somebody's word that it makes no difference.

    Args:
        names: as people write them, `app.name`.

    Raises:
        Conflict: when one is not on disk.
    """
    if not names:
        return
    said = _on_disk(MigrationLoader(None))
    asked = {name: (name.partition(".")[0], name.partition(".")[2]) for name in names}
    if unknown := [name for name, key in asked.items() if key not in said]:
        raise Conflict(f"No migration of ours is called {', '.join(sorted(unknown))}.")
    _write({key: said[key] for key in asked.values()})


def _write(texts: dict[Key, str]) -> None:
    if not texts:
        return
    rows = [MigrationText(app=app, name=name, digest=text) for (app, name), text in texts.items()]
    with as_owner(PUBLIC_SCHEMA), transaction.atomic(using=OWNER):
        MigrationText.objects.using(OWNER).bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["app", "name"],
            update_fields=["digest", "noted_at"],
        )


def _noted() -> dict[Key, str]:
    with as_owner(PUBLIC_SCHEMA) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [MigrationText._meta.db_table])
            if cursor.fetchone()[0] is None:
                return {}
        rows = MigrationText.objects.using(OWNER).values_list("app", "name", "digest")
        return {(app, name): digest for app, name, digest in rows}


def _on_disk(loader: MigrationLoader) -> dict[Key, str]:
    ours = own_labels()
    return {
        (label, name): digest_of(Path(str(sys.modules[migration.__module__].__file__)).read_text())
        for (label, name), migration in loader.disk_migrations.items()
        if label in ours
    }


def digest_of(source: str) -> str:
    """Return a digest of what a source says, whatever its layout and comments."""
    digest = hashlib.sha256()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_MATTER:
            digest.update(f"{token.string}\n".encode())
    return digest.hexdigest()


def _named(keys: Collection[Key]) -> str:
    return ", ".join(f"{app}.{name}" for app, name in keys)
