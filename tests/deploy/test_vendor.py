"""What is not ours: named with version and licence; fonts cut per script, so that a page loads what it reads."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "static/vendor"
FONTS = ROOT / "static/fonts"
# First and last letter of each script that the product is written in.
SCRIPTS = {
    "devanagari": (0x0905, 0x0939),
    "tamil": (0x0B85, 0x0BB9),
    "telugu": (0x0C05, 0x0C39),
    "bengali": (0x0985, 0x09B9),
}


def _listed() -> list[tuple[str, str]]:
    """Return the files that VENDOR.md names, as patterns from its folder, and the licences."""
    rows = re.findall(
        r"^\| `([^`]+)` \|.*?\|.*?\| (.+?) \|", (VENDOR / "VENDOR.md").read_text(), re.M
    )
    return [(pattern, licence) for pattern, licence in rows]


@pytest.mark.parametrize(
    "path",
    [
        path
        for folder in (VENDOR, FONTS, ROOT / "tests/vendor")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".txt", ".md"}
    ],
    ids=lambda path: path.name,
)
def test_every_file_is_listed_with_a_licence_that_is_here(path: Path) -> None:
    licences = [
        licence
        for pattern, licence in _listed()
        if fnmatch(str(path), str((VENDOR / pattern).resolve()))
    ]
    assert len(licences) == 1
    named = re.findall(r"`([^`]+\.txt)`", licences[0])
    for name in named:
        assert list(ROOT.glob(f"static/*/{name}")), name
    assert named or "beside it" in licences[0] or "as above" in licences[0]


def _faces() -> list[tuple[str, str]]:
    """Return file and characters of each face."""
    css = (ROOT / "static/css/fonts.css").read_text()
    return re.findall(r'url\("\.\./fonts/([^"]+)"\).*?unicode-range: ([^;]+);', css, re.S)


def _covers(ranges: str, code: int) -> bool:
    for one in ranges.replace("U+", "").split(","):
        first, _hyphen, last = one.strip().partition("-")
        if int(first, 16) <= code <= int(last or first, 16):
            return True
    return False


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_a_script_has_a_file_of_its_own(script: str) -> None:
    first, last = SCRIPTS[script]
    files = {name for name, ranges in _faces() if _covers(ranges, first) and _covers(ranges, last)}
    assert files == {f"noto-sans-{script}.woff2"}
    assert (FONTS / f"noto-sans-{script}.woff2").stat().st_size < 80_000


def test_a_page_in_latin_letters_loads_two_small_files() -> None:
    files = {name for name, ranges in _faces() if _covers(ranges, ord("A"))}
    assert files == {"inter-latin.woff2", "noto-sans-latin.woff2", "fira-code-latin.woff2"}
    assert sum((FONTS / name).stat().st_size for name in files - {"fira-code-latin.woff2"}) < 50_000
    # A price takes a file of one sign, not the extended cut.
    rupee = {name for name, ranges in _faces() if _covers(ranges, 0x20B9)}
    assert rupee == {"inter-rupee.woff2", "noto-sans-rupee.woff2"}
