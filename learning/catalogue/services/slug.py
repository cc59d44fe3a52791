"""The word a course or a career path has in its address."""

import re
import unicodedata

from django.db.models import Model
from django.utils.text import slugify

from learning.catalogue.models import CareerPath, Course
from tenants.kernel.ids import uuid7

_LENGTH = 100
# Pages that lie beside the courses' own.
_RESERVED = frozenset({"compare", "suggest"})
_WORDS: dict[type[Model], str] = {Course: "course", CareerPath: "path"}


def free_slug(title: str, kind: type[Course] | type[CareerPath] = Course) -> str:
    """Return a slug for a title that no other course, or no other path, of this schema has.

    A title without any Latin letter gets a short code, as addresses are typed and read aloud.
    """
    plain = unicodedata.normalize("NFKD", title)
    base = slugify(plain)[:_LENGTH].strip("-") or f"{_WORDS[kind]}-{uuid7().hex[-8:]}"
    taken = set(kind._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= _RESERVED
    if base not in taken:
        return base
    pattern = re.compile(rf"{re.escape(base)}-(\d+)")
    numbers = [int(found[1]) for slug in taken if (found := pattern.fullmatch(slug))]
    return f"{base}-{max(numbers, default=1) + 1}"
