"""A spoken name holds the words one sees, in every language: who speaks to the page says what stands there.

WCAG 2.2, success criterion 2.5.3 (Label in Name).
"""

import re
from pathlib import Path

import pytest

from deploy.translations.catalogues import read_catalogue

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("hi", "ta", "te", "bn")
_NAMED = re.compile(
    r'<(a|button)\b(?:[^<>]|{%[^%]*%})*?aria-label="({%.*?%}.*?)"(?:[^<>]|{%[^%]*%})*?>(.*?)</\1>',
    re.S,
)
_HIDDEN = re.compile(r'<span class="sr">.*?</span>', re.S)
_SEEN = re.compile(r'{% translate "([^"]+)"(?: context "[^"]*")? %}')
_SPOKEN = re.compile(
    r'{% blocktranslate[^%]*%}(.*?)(?:{% plural %}.*?)?{% endblocktranslate %}|{% translate "([^"]+)"',
    re.S,
)


def named() -> set[tuple[str, str, str]]:
    """Return template, spoken and seen message of each link and button whose English name holds what is seen."""
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        for _, label, inside in _NAMED.findall(path.read_text()):
            for block, plain in _SPOKEN.findall(label):
                spoken = re.sub(r"{{ (\w+) }}", r"%(\1)s", block) or plain
                found |= {
                    (path.name, spoken, seen)
                    for seen in _SEEN.findall(_HIDDEN.sub("", inside))
                    if seen.lower() in spoken.lower()
                }
    return found


def test_there_are_such_names() -> None:
    assert len(named()) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_spoken_holds_what_is_seen(language: str) -> None:
    catalogue = read_catalogue(language)

    def words(message: str) -> str:
        entry = catalogue.get(message)
        assert entry is not None, message
        return str(entry.string if isinstance(entry.string, str) else entry.string[0]).lower()

    missed = [one for one in sorted(named()) if words(one[2]) not in words(one[1])]
    assert missed == []
