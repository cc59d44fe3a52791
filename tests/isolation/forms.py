"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Form:
    """One form: where it goes, and what its fields hold; every choice offered is in `offered`."""

    action: str
    method: str
    data: dict[str, list[str]] = field(default_factory=dict)
    offered: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.forms.append(
                Form(
                    action=got.get("action") or self.address,
                    method=(got.get("method") or "get").lower(),
                )
            )
        elif not self.forms:
            return
        elif tag == "select":
            self._select = got.get("name") or ""
        elif tag == "option" and self._select:
            self._offer(self._select, got.get("value") or "", chosen="selected" in got)
        elif tag in ("input", "textarea", "button") and got.get("name"):
            kind = got.get("type") or "text"
            optional = kind in ("checkbox", "radio") or tag == "button"
            self._offer(
                got["name"], got.get("value") or "", chosen=not optional or "checked" in got
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _offer(self, name: str, value: str, *, chosen: bool) -> None:
        self.forms[-1].offered.append((name, value))
        if chosen:
            self.forms[-1].data.setdefault(name, []).append(value)


def forms_of(page: str, address: str) -> list[Form]:
    """Return the forms of a page that was got from `address`."""
    reader = FormReader(address)
    reader.feed(page)
    return reader.forms
