"""Which heading of a file means what. Pure functions."""

import re
import unicodedata
from collections.abc import Sequence

FIELDS = (
    "name",
    "email",
    "department",
    "job_title",
    "employee_id",
    "role",
    "native_name",
    "native_language",
    "language",
)
# What people call these columns, without case, spaces and marks.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "employeename", "displayname", "personname", "नाम", "பெயர்"),
    "first_name": ("firstname", "givenname", "forename"),
    "last_name": ("lastname", "surname", "familyname"),
    "email": (
        "email",
        "mail",
        "emailaddress",
        "emailid",
        "mailid",
        "workemail",
        "officialemail",
        "officialemailid",
        "ईमेल",
    ),
    "department": (
        "department",
        "dept",
        "team",
        "departmentname",
        "teamname",
        "businessunit",
        "विभाग",
    ),
    "job_title": ("jobtitle", "title", "designation", "position", "roletitle", "पद"),
    "employee_id": (
        "employeeid",
        "employeeno",
        "employeenumber",
        "employeecode",
        "empid",
        "empcode",
        "empno",
        "staffid",
        "id",
    ),
    "role": ("role", "userrole", "accessrole", "access"),
    "native_name": (
        "nativename",
        "nameinownscript",
        "localname",
        "nameinlocallanguage",
        "nameinhindi",
        "nameintamil",
    ),
    "native_language": ("nativelanguage", "namelanguage", "languageofname", "script"),
    "language": ("language", "pagelanguage", "uilanguage", "preferredlanguage"),
}
_MEANING = {word: field for field, words in _SYNONYMS.items() for word in words}


def squeeze(heading: str) -> str:
    """Return a heading in the form synonyms are listed in: no case, spaces or punctuation."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s\W_]+", "", folded) if folded.isascii() else re.sub(r"[\s_./-]+", "", folded)


def meanings(headings: Sequence[str]) -> list[str]:
    """Return the field of each heading, or "". The first column of a field counts.

    `first_name` and `last_name` are fields of their own; the reader joins them into a name.
    """
    found: list[str] = []
    for heading in headings:
        field = _MEANING.get(squeeze(heading), "")
        found.append("" if field in found else field)
    return found


def has_name(fields: Sequence[str]) -> bool:
    """Whether a name can be read from these fields."""
    return "name" in fields or "first_name" in fields
