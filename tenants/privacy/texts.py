"""The words people agree to: Markdown files by purpose, version and language, never changed once shown.

`templates/privacy/texts/<purpose>/<version>.<language>.md`; the version is the day it took effect. A
correction is a new version. Companies' people read the notice of their company (`notice-company`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from tenants.kernel.markup import render_markdown
from tenants.privacy.enums import Purpose

_FALLBACK = "en"


@dataclass(frozen=True)
class AgreedText:
    """One text as it is shown."""

    purpose: str
    version: str
    language: str
    markdown: str
    sha256: str

    @property
    def since(self) -> date:
        """The day it took effect, which is its version."""
        return date.fromisoformat(self.version)

    def html(self, company: str) -> SafeString:
        """Return it as it stands on a page, with the names of those it speaks of filled in."""
        names = {
            "%entity%": settings.LEGAL_NAME,
            "%contact%": settings.PRIVACY_CONTACT,
            "%company%": company,
        }
        text = self.markdown
        for mark, name in names.items():
            text = text.replace(mark, name)
        # Cleaned by render_markdown, the company's name with it.
        return mark_safe(render_markdown(text))  # noqa: S308


def text_of(purpose: str, language: str, version: str = "") -> AgreedText:
    """Return a text, the newest version unless one is named, in English where a language is missing.

    Raises:
        FileNotFoundError: when there is no such version.
    """
    version = version or versions_of(purpose)[-1]
    return _read(purpose, version, language if _path(purpose, version, language).exists() else "en")


@cache
def versions_of(purpose: str) -> tuple[str, ...]:
    """Return the versions of a text, the oldest first."""
    return tuple(sorted({path.name.split(".")[0] for path in _folder(purpose).glob("*.md")}))


def is_current(purpose: Purpose, version: str) -> bool:
    """Whether nothing newer than this version is in force."""
    return version == versions_of(purpose)[-1]


@cache
def _read(purpose: str, version: str, language: str) -> AgreedText:
    markdown = _path(purpose, version, language).read_text(encoding="utf-8")
    digest = hashlib.sha256(markdown.encode()).hexdigest()
    return AgreedText(purpose, version, language, markdown, digest)


def _path(purpose: str, version: str, language: str) -> Path:
    return _folder(purpose) / f"{version}.{language}.md"


def _folder(purpose: str) -> Path:
    return settings.ROOT / "templates" / "privacy" / "texts" / str(purpose)
