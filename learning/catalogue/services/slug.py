"""The word a course has in its address."""

import re
import unicodedata

from django.utils.text import slugify

from learning.catalogue.models import Course
from tenants.kernel.ids import uuid7

_LENGTH = 100
# Pages that lie beside the courses' own.
_RESERVED = frozenset({"compare", "suggest"})


def free_slug(title: str) -> str:
    """Return a slug for a title that no course of this schema has.

    A title without any Latin letter gets a short code, as addresses are typed and read aloud.
    """
    plain = unicodedata.normalize("NFKD", title)
    base = slugify(plain)[:_LENGTH].strip("-") or f"course-{uuid7().hex[-8:]}"
    taken = set(Course.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= _RESERVED
    if base not in taken:
        return base
    pattern = re.compile(rf"{re.escape(base)}-(\d+)")
    numbers = [int(found[1]) for slug in taken if (found := pattern.fullmatch(slug))]
    return f"{base}-{max(numbers, default=1) + 1}"
