"""Accounts that look like one person: the same name in a team, the same beginning of an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprise.models import DistinctPeople
from enterprise.selectors.department import departments_of
from tenants.accounts.api import PersonInfo, User, people_by_id

MOST = 50
_REASONS = {
    "phone": _("The same phone number"),
    "name": _("The same name in the same team"),
    "email": _("The same beginning of the address"),
    "native": _("The same name in their own script"),
}
_LABELS = {
    "name": _("Name"),
    "native_name": _("Name in own script"),
    "email": _("E-mail"),
    "job_title": _("Job title"),
    "employee_id": _("Employee ID"),
    "language": _("Page language"),
}
# Words of a name in one order, without case, dots and single letters: “Kulkarni, Asha R.” is
# “Asha Kulkarni”.
_NAME_KEY = """
    (SELECT string_agg(word, ' ' ORDER BY word)
       FROM regexp_split_to_table(lower(u.name), '[[:space:].,]+') AS word
      WHERE length(word) > 1)
"""
# “ravi.kumar+x” is “ravikumar”; digits count, as many companies number people of one name.
_LOCAL_PART = "regexp_replace(split_part(split_part(u.email, '@', 1), '+', 1), '[._-]', '', 'g')"


@dataclass(frozen=True)
class Pair:
    """Two accounts and why they look like one person."""

    one: PersonInfo
    other: PersonInfo
    one_team: str
    other_team: str
    reason: str | Promise


@dataclass(frozen=True)
class MergeField:
    """A field in which two accounts may differ, with both values and which one is offered."""

    name: str
    label: str | Promise
    kept: str
    gone: str
    takes_gone: bool


def merge_fields(
    kept: PersonInfo, gone: PersonInfo, places: Mapping[UUID, str]
) -> list[MergeField]:
    """Return the fields in which two accounts differ; an empty one is offered to be filled."""
    rows = [
        (name, label, str(getattr(kept, name)), str(getattr(gone, name)))
        for name, label in _LABELS.items()
    ]
    rows.append(("department", _("Team"), places.get(kept.id, ""), places.get(gone.id, "")))
    return [
        MergeField(name, label, mine, theirs, not mine)
        for name, label, mine, theirs in rows
        if theirs and mine != theirs
    ]


def likely_duplicates() -> list[Pair]:
    """Return at most fifty pairs, each once, without those said to be two persons. Eight queries."""
    found: dict[tuple[UUID, UUID], str] = {}
    for reason, statement in _STATEMENTS.items():
        for ids in _groups(statement):
            for index, one in enumerate(ids):
                for other in ids[index + 1 :]:
                    found.setdefault((one, other), reason)
    said = set(DistinctPeople.objects.values_list("first_id", "second_id"))
    pairs = [(key, reason) for key, reason in found.items() if key not in said][:MOST]
    both = {one for key, _reason in pairs for one in key}
    people, teams = people_by_id(both), departments_of(both)
    return [
        Pair(people[one], people[other], teams.get(one, ""), teams.get(other, ""), _REASONS[reason])
        for (one, other), reason in pairs
    ]


def suggestions_for(person_id: UUID) -> list[PersonInfo]:
    """Return a few people whose name is most like somebody's, for choosing the other one."""
    name = User.objects.filter(id=person_id).values_list("name", flat=True).first()
    if not name:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_user WHERE merged_into_id IS NULL AND id <> %s"
            " AND search_text %%> lower(%s) ORDER BY similarity(name, %s) DESC, id LIMIT 8",
            [person_id, name, name],
        )
        ids = [row[0] for row in cursor.fetchall()]
    found = people_by_id(ids)
    return [found[one] for one in ids]


def _groups(statement: str) -> list[list[UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [sorted(row[0])[:4] for row in cursor.fetchall()]


def _grouped(key: str, *, team: bool = False, condition: str = "TRUE") -> str:
    return f"""
        SELECT array_agg(u.id) FROM accounts_user u
          LEFT JOIN enterprise_membership m ON m.user_id = u.id
         WHERE u.merged_into_id IS NULL AND {condition}
         GROUP BY {key}{", m.department_id" if team else ""}
        HAVING count(*) BETWEEN 2 AND 10 AND {key} <> ''
         ORDER BY max(u.date_joined) DESC LIMIT {MOST}
    """  # noqa: S608  (constants only)


_STATEMENTS = {
    "phone": f"""
        SELECT array_agg(u.id) FROM accounts_phonenumber p JOIN accounts_user u ON u.id = p.user_id
         WHERE u.merged_into_id IS NULL GROUP BY p.number
        HAVING count(*) BETWEEN 2 AND 4 ORDER BY max(u.date_joined) DESC LIMIT {MOST}
    """,  # noqa: S608  (constants only)
    "name": _grouped("name_key", team=True).replace(
        "FROM accounts_user u",
        f"FROM (SELECT u.*, {_NAME_KEY} AS name_key FROM accounts_user u) u",  # noqa: S608
    ),
    "native": _grouped("u.native_name", team=True, condition="u.native_name <> ''"),
    "email": _grouped(_LOCAL_PART, condition=f"u.email IS NOT NULL AND length({_LOCAL_PART}) > 4"),
}
