"""The style sheets of every page: apart where one works on them, as one file where they were collected.

A phone on a slow line waits for each sheet before it draws anything; twelve of them are three round trips
more than one. `collectstatic`, which gathers and names the files of a release anyway, puts them together.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# In their order; the first says the order of the layers. All lie in `css/` as far as their addresses of
# fonts go, which only `fonts.css` has.
HOUSE = (
    "css/reset.css",
    "css/fonts.css",
    "css/tokens.css",
    "css/base.css",
    "css/components/frame.css",
    "css/components/controls.css",
    "css/components/content.css",
    "css/components/progress.css",
    "css/components/feedback.css",
    "css/components/table.css",
    "css/components/command.css",
    "css/utilities.css",
)
TOGETHER = "css/house.css"
# Sheets of pages that a guest opens first, which would be a round trip more apart.
_OF_A_PAGE = (("home", "paths"), ("home", "pricing"), ("verify", "certificate"))
# What a release holds as one: the file, and what it is made of.
BUNDLES = {
    TOGETHER: HOUSE,
    **{
        f"css/together/{'-'.join(names)}.css": tuple(f"css/pages/{name}.css" for name in names)
        for names in _OF_A_PAGE
    },
}


_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)


def bare(sheet: bytes) -> bytes:
    """Return a sheet of ours without what only its authors read: a sixth of what a phone would fetch of it.

    Ours hold the signs of a comment nowhere else, and a line's beginning means nothing in CSS.
    """
    lines = (line.strip() for line in _COMMENT.sub(b"", sheet).splitlines())
    return b"\n".join(line for line in lines if line)


class CollectedStorage(CompressedManifestStaticFilesStorage):
    """Static files as a release serves them: named by their digest, compressed, some sheets as one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of a file; found once, as a release's files do not change while it runs."""
        address = self._addresses.get(name)
        if address is None or force:
            address = self._addresses[name] = super().url(name, force)
        return address

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Put the sheets together, then do what is done with every file."""
        if not dry_run:
            for bundle, names in BUNDLES.items():
                parts = []
                for name in names:
                    with self.open(name) as file:
                        parts.append(file.read())
                self.delete(bundle)
                self._save(bundle, ContentFile(bare(b"\n".join(parts))))
                paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)


def house_sheets() -> tuple[str, ...]:
    """Return the names of the static files to link, in their order."""
    return _linked(TOGETHER)


def page_sheets(*names: str) -> tuple[str, ...]:
    """Return the static files to link for sheets of `css/pages/` that are one file in a release.

    Raises:
        KeyError: when they are not among those that are put together.
    """
    return _linked(f"css/together/{'-'.join(names)}.css")


def _linked(bundle: str) -> tuple[str, ...]:
    is_release = isinstance(staticfiles_storage, CollectedStorage)
    return (bundle,) if is_release else BUNDLES[bundle]
