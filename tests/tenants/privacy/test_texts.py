"""The words people agree to are there in every language, with nothing left out."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tenants.privacy.texts import text_of, versions_of

FOLDER = settings.ROOT / "templates" / "privacy" / "texts"
PURPOSES = sorted(path.name for path in FOLDER.iterdir())
OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]


def parts(markdown: str) -> dict[str, list[str] | int]:
    """Return what no translation changes."""
    return {
        "headings": [line.split(" ")[0] for line in markdown.splitlines() if line.startswith("#")],
        "items": sum(line.startswith("- ") for line in markdown.splitlines()),
        "paragraphs": len(re.split(r"\n\s*\n", markdown.strip())),
        "names": sorted(re.findall(r"%\w+%", markdown)),
    }


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_version_is_in_every_language_with_the_same_parts(purpose: str, language: str) -> None:
    for version in versions_of(purpose):
        translated = text_of(purpose, language, version)
        assert translated.language == language
        assert parts(translated.markdown) == parts(text_of(purpose, "en", version).markdown)


def test_a_language_that_a_text_lacks_reads_english() -> None:
    assert text_of("terms", "mr").language == "en"


def test_every_file_is_named_for_its_day_and_language() -> None:
    names = {path.name for path in Path(FOLDER).rglob("*.md")}
    codes = "|".join(["en", *OTHERS])
    assert [
        name for name in names if not re.fullmatch(rf"\d{{4}}-\d\d-\d\d\.({codes})\.md", name)
    ] == []
