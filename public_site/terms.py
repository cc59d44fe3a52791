"""The terms that instructors and recruiters agree to.

A text that was agreed to is never changed here: a change is a new version with its own date. What is
recorded is version and digest of the English text, which is the binding one.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from public_site.enums import ReviewKind

# Of the page of guidelines for instructors; a change of its text is a new version.
GUIDELINES_VERSION = "2026-11"


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of the terms for one kind of application."""

    version: str
    paragraphs: tuple[Promise, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the binding English text, as hex."""
        with override("en"):
            text = "\n".join(str(paragraph) for paragraph in self.paragraphs)
        return sha256(text.encode()).hexdigest()


_INSTRUCTOR = Terms(
    version="2026-11",
    paragraphs=(
        _("What I teach is my own work, or I have the right to teach it. It stays mine."),
        _(
            "Sales Mastery Hub may show my published courses to learners, and may keep the version a"
            " learner has begun available to that learner."
        ),
        _(
            "What I said about myself is true. My documents are read by the staff who review this"
            " application and by nobody else."
        ),
        _(
            "I do not promise results that cannot be promised, I invent no customers, figures or"
            " testimonials, and I keep learners' data inside the platform."
        ),
        _(
            "Staff may take a course off the shelf that breaks these rules, and tell me why. I may"
            " answer and ask for another look."
        ),
        _("All courses are free to study for now. Payment will need an agreement of its own."),
    ),
)
_COMPANY = Terms(
    version="2026-11",
    paragraphs=(
        _("I may recruit for the company named here, and what I said about it is true."),
        _(
            "The company's name, city and website are shown as a verified employer. Its GSTIN and its"
            " documents are read by the staff who review this application and by nobody else."
        ),
        _(
            "I contact candidates about jobs that exist, ask them for no money, and use their data for"
            " recruiting alone."
        ),
        _(
            "The verification may be withdrawn when what was shown is no longer true; I am told why and"
            " may answer."
        ),
    ),
)


def terms_for(kind: str) -> Terms:
    """Return the terms in force for a kind of application."""
    return _INSTRUCTOR if kind == ReviewKind.INSTRUCTOR else _COMPANY
