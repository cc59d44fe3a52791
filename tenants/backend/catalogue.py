"""What a schema consists of, told so that two schemas can be compared.

Everything is read from Postgres' own catalogue, over the owner's connection. Names of schema and role are
written as `~`, so that two schemas made alike are told alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Each: what is told, and a query of (name, what it is) for the schema whose oid is given as %(ns)s.
_ACL = (
    """(SELECT string_agg(item::text, ',' ORDER BY item::text COLLATE "C") FROM unnest({}) item)"""
)
_TOLD: dict[str, str] = {
    "schema": f"""
        SELECT '', concat_ws(' ', r.rolname, {_ACL.format("n.nspacl")},
                             obj_description(n.oid, 'pg_namespace'))
        FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner WHERE n.oid = %(ns)s""",
    "relation": f"""
        SELECT c.relname, concat_ws(' ', c.relkind, c.relpersistence, c.relreplident,
                   am.amname, c.reloptions::text, c.relrowsecurity, c.relforcerowsecurity,
                   c.reltablespace, r.rolname,
                   {
        _ACL.format('''coalesce(c.relacl, acldefault(
                       CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))''')
    },
                   CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                   CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
                   'says ' || obj_description(c.oid, 'pg_class'))
        FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner LEFT JOIN pg_am am ON am.oid = c.relam
        WHERE c.relnamespace = %(ns)s""",
    "column": f"""
        SELECT c.relname || '.' || a.attname, concat_ws(' ',
                   row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),
                   format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                   a.attgenerated, pg_get_expr(d.adbin, d.adrelid), co.collname, a.attstorage,
                   a.attcompression, a.attstattarget, a.attoptions::text,
                   {_ACL.format("a.attacl")}, 'says ' || col_description(c.oid, a.attnum))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
             LEFT JOIN pg_collation co ON co.oid = a.attcollation
        WHERE c.relnamespace = %(ns)s AND a.attnum > 0 AND NOT a.attisdropped
              AND c.relkind NOT IN ('i', 'I')""",
    "constraint": """
        SELECT coalesce(c.relname, t.typname) || '.' || k.conname, concat_ws(' ', k.contype,
                   pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred, k.convalidated,
                   k.conislocal, k.connoinherit, i.relname,
                   'says ' || obj_description(k.oid, 'pg_constraint'))
        FROM pg_constraint k LEFT JOIN pg_class c ON c.oid = k.conrelid
             LEFT JOIN pg_type t ON t.oid = k.contypid LEFT JOIN pg_class i ON i.oid = k.conindid
        WHERE k.connamespace = %(ns)s""",
    "index": """
        SELECT i.relname, concat_ws(' ', pg_get_indexdef(i.oid), x.indisunique, x.indisprimary,
                   x.indisexclusion, x.indimmediate, x.indisclustered, x.indisvalid, x.indisready,
                   x.indisreplident, x.indnullsnotdistinct)
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE i.relnamespace = %(ns)s""",
    "sequence": """
        SELECT c.relname, concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement,
                   s.seqmin, s.seqmax, s.seqcache, s.seqcycle, o.deptype,
                   o.refobjid::regclass::text || '.' || a.attname)
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
             LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid
                  AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i')
             LEFT JOIN pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
        WHERE c.relnamespace = %(ns)s""",
    "trigger": """
        SELECT c.relname || '.' || t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = %(ns)s AND NOT t.tgisinternal""",
    "rule": """
        SELECT c.relname || '.' || w.rulename, concat_ws(' ', pg_get_ruledef(w.oid), w.ev_enabled)
        FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class WHERE c.relnamespace = %(ns)s""",
    "policy": """
        SELECT c.relname || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive,
                   p.polroles::regrole[]::text, pg_get_expr(p.polqual, p.polrelid),
                   pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = %(ns)s""",
    "function": f"""
        SELECT p.oid::regprocedure::text, concat_ws(' ', r.rolname, {_ACL.format("p.proacl")},
                   CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END)
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = %(ns)s""",
    "type": """
        SELECT t.typname, concat_ws(' ', t.typtype, format_type(t.typbasetype, t.typtypmod),
                   t.typnotnull, t.typdefault,
                   (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
                    FROM pg_enum e WHERE e.enumtypid = t.oid))
        FROM pg_type t WHERE t.typnamespace = %(ns)s""",
    "default privilege": f"""
        SELECT concat_ws(' ', r.rolname, d.defaclobjtype), {_ACL.format("d.defaclacl")}
        FROM pg_default_acl d JOIN pg_roles r ON r.oid = d.defaclrole
        WHERE d.defaclnamespace = %(ns)s""",
    # Whatever else Postgres knows to lie in the schema: text search, statistics, operators, ...
    "object": """
        SELECT o.type || ' ' || o.identity, ''
        FROM pg_depend d, LATERAL pg_identify_object(d.classid, d.objid, 0) o
        WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = %(ns)s""",
    "role": """
        SELECT r.rolname, concat_ws(' ', r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb,
                   r.rolcanlogin, r.rolreplication, r.rolbypassrls, r.rolconnlimit,
                   (SELECT string_agg(concat_ws(' ', m.member::regrole, m.admin_option,
                               m.inherit_option, m.set_option), ',' ORDER BY m.member::regrole::text)
                    FROM pg_auth_members m WHERE m.roleid = r.oid))
        FROM pg_roles r WHERE r.rolname = %(role)s""",
}
# When a migration was applied says nothing of what it made.
_MOMENTS = {"django_migrations": ["applied"]}


def describe_schema(
    cursor: Any, *, schema: str, role: str, with_rows: bool = True
) -> dict[str, str]:
    """Tell everything a schema consists of.

    Args:
        cursor: on the owner's connection, in a transaction.
        schema: an opaque schema name; not `public`, whose name is part of other words.
        role: the role that may use the schema.
        with_rows: whether rows and the counters of sequences are told too.

    Returns:
        What each thing is, by its kind and name.
    """
    told: dict[str, str] = {}

    def tell(kind: str, name: str, definition: str) -> None:
        told[f"{kind} {name}".replace(schema, "~")] = (definition or "").replace(schema, "~")

    cursor.execute("SELECT oid FROM pg_namespace WHERE nspname = %s", [schema])
    row = cursor.fetchone()
    if row is None:
        return told
    with path(cursor, ""):
        for kind, query in _TOLD.items():
            cursor.execute(query, {"ns": row[0], "role": role})
            for name, definition in cursor.fetchall():
                tell(kind, name, definition)
        if with_rows:
            for kind, name, definition in _contents(cursor, schema, row[0]):
                tell(kind, name, definition)
    return told


def differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    """Return what differs between two schemas as told by `describe_schema`, one line a thing."""
    lines = [f"missing: {name}" for name in expected.keys() - found.keys()]
    lines += [f"not expected: {name}" for name in found.keys() - expected.keys()]
    lines += [
        f"differs: {name}: {expected[name]} | {found[name]}"
        for name in expected.keys() & found.keys()
        if expected[name] != found[name]
    ]
    return sorted(lines)


def filled_tables(cursor: Any, schema: str) -> list[str]:
    """Return the names of a schema's tables that hold any row."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
    tables = [name for (name,) in cursor.fetchall()]
    if not tables:
        return []
    cursor.execute(
        " UNION ALL ".join(
            f'SELECT \'{name}\' WHERE EXISTS (SELECT FROM "{schema}"."{name}")' for name in tables
        )
    )
    return sorted(name for (name,) in cursor.fetchall())


def _contents(cursor: Any, schema: str, namespace: int) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for table in filled_tables(cursor, schema):
        cursor.execute(
            f'SELECT (to_jsonb(t) - %s::text[])::text, count(*) FROM "{schema}"."{table}" t GROUP BY 1',
            [_MOMENTS.get(table, [])],
        )
        found += [(f"row of {table}", text, str(number)) for text, number in cursor.fetchall()]
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s AND relkind = 'S'", [namespace]
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT last_value, is_called FROM "{schema}"."{name}"')
        found.append(("counter", name, " ".join(map(str, cursor.fetchone()))))
    return found


@contextmanager
def path(cursor: Any, value: str) -> Iterator[None]:
    """Have another search path until the end of the block, inside a transaction."""
    cursor.execute("SELECT current_setting('search_path')")
    before = cursor.fetchone()[0]
    cursor.execute("SELECT set_config('search_path', %s, true)", [value])
    yield
    # Not when the block failed: the transaction that the path belonged to is lost with it.
    cursor.execute("SELECT set_config('search_path', %s, true)", [before])
