"""How an app declares what it holds about people: what for, for how long, what erasure does to it.

Each app has a `personal.py` with `HELD`, the data it holds about somebody, and `POINTERS`, the columns
that only say who did something. `settings.PERSONAL_DATA` lists these modules; a test fails for a
relation to a person that none of them names. The archive, erasure and retention read nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise


class Fate(Enum):
    """What erasure does to rows about a person."""

    # The rows go, and their files.
    DELETE = "delete"
    # The rows stay for others' sake, the words in them that mean this person go.
    CLEAR = "clear"
    # The rows stay; `reason` says why they may or must.
    KEEP = "keep"


@dataclass(frozen=True)
class Held:
    """One kind of data about people, as one table holds it.

    Args:
        model: `app_label.ModelName`.
        person: the lookup from a row to the id of whom it is about, such as `enrolment__learner_id`.
        email: instead, the column with the address of whom it is about.
        phone: instead, the column with the number of whom it is about.
        what: as the person reads it in the archive and the report.
        why: the purpose it is held for.
        fate: what erasure does.
        reason: why rows are kept; every KEEP has one.
        clear: what CLEAR writes, by column.
        leave_out: columns that the archive does not show (secrets, internals).
        files: columns with storage keys; their files go into the archive, and go with the rows.
        made_files: columns with storage keys of files that were made from other rows: they go with
            the rows, and are no part of the archive.
        dated: the column whose moment `keep_days` counts from.
        keep_days: after how many days rows go without anybody asking; None keeps them as long as the
            account.

    """

    model: str
    what: str | Promise
    why: str | Promise
    fate: Fate
    person: str = ""
    email: str = ""
    phone: str = ""
    reason: str | Promise = ""
    clear: Mapping[str, Any] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    made_files: tuple[str, ...] = ()
    dated: str = ""
    keep_days: int | None = None


@dataclass(frozen=True)
class Subject:
    """Whom data is about, by all that rows name people with.

    Somebody whose accounts were merged is one person with several ids, addresses and numbers.

    Args:
        ids: in the entered schema.
        emails: in lower case.
        phones: in E.164.

    """

    ids: tuple[UUID, ...]
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
