"""Finds words that people see and no translator does: in templates, and in Python that makes words."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

# The same in every language, or the trade's own: they need no entry in a catalogue.
SAME_EVERYWHERE = frozenset(
    {
        "Sales", "Mastery", "Hub", "English", "CSV", "XLSX", "PDF", "JSON", "ZIP", "API", "CNAME", "TXT", "DNS",
        "GSTIN", "SMS", "WhatsApp", "Slack", "Microsoft", "Teams", "PNG", "JPEG", "WebP", "MP4", "HTTP", "POST", "Bearer", "Idempotency-Key", "px", "utf-8",
    }
)  # fmt: skip
SEEN_ATTRIBUTES = ("title", "aria-label", "aria-description", "placeholder", "alt", "content")
SEEN_META = ("description", "og:title", "og:description")
# What a component is given to show. `name`, `variant`, `icon` and the like are for programs.
SEEN_PARAMETERS = frozenset(
    {
        "label", "title", "text", "hint", "caption", "note", "head", "value_head", "spoken", "kept", "noun",
        "action_label", "heading", "words", "lead",
    }
)  # fmt: skip
# Blocks that hold names of classes; the last two are Django's own admin's.
_CLASSES = ("_class", " bodyclass", " coltype")
UNSEEN_ELEMENTS = ("script", "style", "code", "kbd", "samp", "svg")
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_PARAMETER = re.compile(rf"(\w+)=({_QUOTED})")
_FILTERED = re.compile(rf"\|(?:default|default_if_none|yesno):({_QUOTED})")
_WORD = re.compile(r"(?<!\w)[^\W\d_][\w’'-]*", re.UNICODE)
_CODE = re.compile(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4})+\b")  # an example of a certificate's code
_HOLE = "\ufffc"  # where the page has something of its own


def words_in(text: str) -> list[str]:
    """Return the words of a text that somebody has to translate."""
    return [
        word
        for word in _WORD.findall(_CODE.sub("", text.replace(_HOLE, " ")))
        if len(word) > 1 and word not in SAME_EVERYWHERE
    ]


def unmarked_in_template(source: str, *, plain: bool = False) -> Iterator[str]:
    """Yield each text of a template that is seen and is not marked for translation.

    Args:
        source: the template.
        plain: whether it is a plain text, like a mail's, instead of HTML.
    """
    kept = []
    skipping = ""
    for token in Lexer(source).tokenize():
        tag = token.contents.split(None, 1)[0] if token.contents.split() else ""
        if skipping:
            if token.token_type is TokenType.BLOCK and tag == skipping:
                skipping = ""
            continue
        if token.token_type is TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type is TokenType.VAR:
            yield from _literals(token.contents)
            kept.append(_HOLE)
        elif token.token_type is TokenType.BLOCK:
            if tag in ("blocktranslate", "blocktrans", "comment"):
                skipping = f"end{tag}"
            elif tag == "block" and token.contents.endswith(_CLASSES):
                skipping = "endblock"
            if tag in ("include", "with"):
                yield from (
                    value
                    for name, value in _PARAMETER.findall(token.contents)
                    if name in SEEN_PARAMETERS and words_in(value) and not _is_a_program_word(value)
                )
            yield from _literals(token.contents)
            kept.append(
                _HOLE if tag in ("translate", "trans", "blocktranslate", "blocktrans") else ""
            )
    text = "".join(kept)
    if plain:
        yield from (line.strip() for line in text.splitlines() if words_in(line))
    else:
        page = _Page()
        page.feed(text)
        page.close()
        yield from page.found


def _literals(contents: str) -> Iterator[str]:
    for value in _FILTERED.findall(contents):
        if words_in(value) and not _is_a_program_word(value):
            yield value


def _is_a_program_word(quoted: str) -> bool:
    """Whether it is the name of a variant or an icon rather than something to read."""
    inner = quoted[1:-1]
    return inner == inner.lower() and " " not in inner.strip()


class _Page(HTMLParser):
    """Collects text and attributes that are seen, outside elements that are for programs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in SEEN_ATTRIBUTES:
            value = given.get(name, "")
            if name == "content" and (given.get("name") or given.get("property")) not in SEEN_META:
                continue
            if words_in(value):
                self.found.append(f'{name}="{value}"')
        if (
            tag == "input"
            and given.get("type") in ("submit", "button")
            and words_in(given.get("value", ""))
        ):
            self.found.append(f'value="{given["value"]}"')
        fixed_language = "lang" in given and tag != "html" and given["lang"].isalpha()
        starts = tag in UNSEEN_ELEMENTS or given.get("translate") == "no" or fixed_language
        if starts or (self.unseen and tag == self.unseen[-1]):
            self.unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()

    def handle_data(self, data: str) -> None:
        if not self.unseen and words_in(data):
            self.found.append(" ".join(data.split()))


# Whose first argument a person reads. Every refusal of the house is one of these.
_SAYING = {"ValidationError", "Invalid", "Refused", "Conflict", "DomainError"}
_TELLING = {"success", "info", "warning", "error"}
_SEEN_ARGUMENTS = {
    "label",
    "help_text",
    "empty_label",
    "title",
    "hint",
    "text",
    "placeholder",
    "note",
}


def unmarked_in_python(path: Path) -> Iterator[str]:
    """Yield `line: text` for each literal that a form, a refusal, a message or a choice shows."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for value in _shown_by(node):
                yield from _literal(value)
        elif isinstance(node, ast.ClassDef) and any(
            getattr(base, "attr", getattr(base, "id", "")) in ("TextChoices", "IntegerChoices")
            for base in node.bases
        ):
            for statement in node.body:
                if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple):
                    yield from _literal(statement.value.elts[-1])


def _shown_by(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _SAYING and call.args:
        yield call.args[0]
    if name == "add_error" and len(call.args) > 1:
        yield call.args[1]
    if (
        name in _TELLING
        and isinstance(call.func, ast.Attribute)
        and getattr(call.func.value, "id", "") == "messages"
        and len(call.args) > 1
    ):
        yield call.args[1]
    for keyword in call.keywords:
        if keyword.arg in _SEEN_ARGUMENTS:
            yield keyword.value
        elif keyword.arg == "error_messages" and isinstance(keyword.value, ast.Dict):
            yield from keyword.value.values


def _literal(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        text = value.value
    elif isinstance(value, ast.JoinedStr):
        text = "".join(part.value for part in value.values if isinstance(part, ast.Constant))
    else:
        return
    if words_in(text) and not (text == text.lower() and " " not in text):
        yield f"{value.lineno}: {text}"
