"""What can be wrong with a row or a file of people, in words."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_WORDS: dict[str, Callable[[], str]] = {
    "name_missing": lambda: _("The name is missing."),
    "too_long": lambda: _("This is too long; at most %(most)s characters are kept."),
    "email_invalid": lambda: _("“%(value)s” is not an e-mail address."),
    "email_twice": lambda: _("%(value)s stands in line %(line)s already."),
    "two_people": lambda: _(
        "%(value)s belongs to %(name)s, but the employee ID to %(other)s. Correct one of them."
    ),
    "person_twice": lambda: _("This is %(name)s, who stands in line %(line)s already."),
    "merged": lambda: _("%(name)s was merged into another account and stays switched off."),
    "owner_denied": lambda: _(
        "%(name)s is an owner or an L&D admin; only their like may change them."
    ),
    "number_twice": lambda: _("Employee ID %(value)s stands in line %(line)s already."),
    "phone_invalid": lambda: _("“%(value)s” is not a phone number. Write it as 98765 43210."),
    "role_unknown": lambda: _(
        "“%(value)s” is not a role. Write learner, manager, author or admin, or several with commas."
    ),
    "role_denied": lambda: _("Only an owner may import an owner."),
    "department_unknown": lambda: _("There is no team called %(value)s."),
    "department_archived": lambda: _(
        "The team %(value)s is archived. Restore it, or write another one."
    ),
    "native_language": lambda: _(
        "The language of the name in its own script is not known. "
        "Write hindi, marathi, tamil, telugu or bengali."
    ),
    "language_unknown": lambda: _(
        "“%(value)s” is not a page language. Write english, hindi, tamil, telugu or bengali."
    ),
    "no_seat": lambda: _("No seat is left for this person: %(free)s were free for the whole file."),
}


def explain(code: str, params: dict[str, Any]) -> str:
    """Return what is wrong with a row, as a sentence."""
    if code == "surplus":
        return ngettext(
            "This line has %(count)s cell more than there are headings. Are all in their place?",
            "This line has %(count)s cells more than there are headings. Are all in their place?",
            int(params["count"]),
        ) % {"count": params["count"]}
    return _WORDS[code]() % params


def explain_note(note: dict[str, Any]) -> str:
    """Return what was noticed about a file as a whole, as a sentence."""
    if note["code"] == "columns_unused":
        return ngettext(
            "%(count)d column was not used.", "%(count)d columns were not used.", note["count"]
        ) % {"count": note["count"]}
    return _(
        "This file does not say how its letters are written; it was read as Windows text. "
        "Look at the names, and save it as “CSV UTF-8” if letters are wrong."
    )
