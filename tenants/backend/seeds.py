"""SQL that adds the rows Django keeps about models, where they are missing."""

from collections.abc import Iterable


def add_missing(
    *, types: Iterable[tuple[str, str]], permissions: Iterable[tuple[str, str, str, str]]
) -> str:
    """Return the SQL for the schema that is first on the path; like Django's step it takes none away.

    Args:
        types: content types as app label and model.
        permissions: app label, model, codename and name.
    """
    return (
        "INSERT INTO django_content_type (app_label, model)"
        f" SELECT * FROM (VALUES {_rows(types)}) wanted (app_label, model)"
        " EXCEPT SELECT app_label, model FROM django_content_type;"
        " INSERT INTO auth_permission (content_type_id, codename, name)"
        " SELECT type.id, wanted.codename, wanted.name"
        f" FROM (VALUES {_rows(permissions)}) wanted (app_label, model, codename, name)"
        " JOIN django_content_type type USING (app_label, model)"
        " LEFT JOIN auth_permission there"
        " ON there.content_type_id = type.id AND there.codename = wanted.codename"
        " WHERE there.id IS NULL"
    )


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return ", ".join(f"({', '.join(map(_quoted, row))})" for row in rows)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
