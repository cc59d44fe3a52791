"""The sheets of every page: each by itself while one works on them, one file in a release."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import tinycss2
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from tenants.kernel import fragments
from tenants.kernel.sheets import HOUSE, TOGETHER, bare

STATIC = Path(settings.ROOT) / "static"
SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')

# Compressing them is WhiteNoise's, and takes ten seconds.
_ALL = ("css", "js", "svg", "txt", "json", "html", "map", "md", "ico", "vtt")
RELEASED = pytest.mark.xdist_group("release")  # in one process, which gathers the files once


def linked() -> list[str]:
    return SHEET.findall(Client(headers={"host": "localhost"}).get("/help/").content.decode())


@pytest.fixture(autouse=True)
def _drawn_anew() -> Iterator[None]:
    """Whether files are a release's is said once in a process's life; here it changes from test to test."""
    fragments.forget()
    yield
    fragments.forget()


def served_from(folder: Path) -> AbstractContextManager[None]:
    """Have the static files of a release in this folder."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "tenants.kernel.sheets.CollectedStorage"},
    }
    return override_settings(
        STATIC_ROOT=folder, STORAGES=storages, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=_ALL
    )


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release's static files, gathered once: it takes ten seconds and more."""
    folder = tmp_path_factory.mktemp("release")
    with served_from(folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def release(collected: Path) -> Iterator[Path]:
    """The folder of a release's static files, while they are served."""
    with served_from(collected):
        yield collected


@RELEASED
@pytest.mark.django_db
def test_a_release_links_one_sheet_of_the_house_with_all_of_them(release: Path) -> None:
    house, *pages = linked()
    assert re.fullmatch(r"css/house\.[0-9a-f]{12}\.css", house)
    assert [name for name in pages if not name.startswith("css/pages/")] == []
    together = (release / house).read_text()
    # Named by digest, the fonts are found from where the sheet lies.
    fonts = re.findall(r'url\("?([^")]+)', together)
    assert fonts
    assert [font for font in fonts if not (release / "css" / font).is_file()] == []
    whole = (release / TOGETHER).read_bytes()
    at = [whole.index(bare((STATIC / name).read_bytes())) for name in HOUSE]
    assert at == sorted(at)


@pytest.mark.parametrize("name", HOUSE)
def test_a_bare_sheet_says_the_same_in_fewer_bytes(name: str) -> None:
    whole = (STATIC / name).read_bytes()
    assert b"/*" in whole
    assert b"/*" not in bare(whole)
    assert tokens(bare(whole)) == tokens(whole)


def tokens(sheet: bytes) -> list[str]:
    """What a browser reads in a sheet: everything but comments, with white space as one blank."""
    parsed = tinycss2.parse_component_value_list(sheet.decode(), skip_comments=True)
    return " ".join(tinycss2.serialize(parsed).split()).split(" ")


@pytest.mark.django_db
def test_at_work_each_is_linked_by_itself() -> None:
    assert tuple(linked()[: len(HOUSE)]) == HOUSE


@RELEASED
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/business/", "/verify/"])
def test_a_release_links_one_sheet_of_a_page_that_guests_open_first(
    release: Path, path: str
) -> None:
    page = Client(headers={"host": "localhost"}).get(path).content.decode()
    _house, *others = SHEET.findall(page)
    assert len(others) == 1
    names = re.fullmatch(r"css/together/([a-z-]+)\.[0-9a-f]{12}\.css", others[0])
    assert names
    whole = (release / others[0]).read_bytes()
    for name in names[1].split("-"):
        assert bare((STATIC / f"css/pages/{name}.css").read_bytes()) in whole


@pytest.mark.django_db
def test_where_one_works_on_them_they_are_apart() -> None:
    page = Client(headers={"host": "localhost"}).get("/verify/").content.decode()
    assert SHEET.findall(page)[len(HOUSE) :] == [
        "css/pages/verify.css",
        "css/pages/certificate.css",
    ]
