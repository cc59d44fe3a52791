"""What the component partials need Python for: icons, controls with their ARIA, bars, sorting.

Signatures are documented in `templates/components/README.md`.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import segno
from django import forms, template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from tenants.kernel import words
from tenants.kernel.fragments import draw_kept
from tenants.kernel.sheets import house_sheets, page_sheets

register = template.Library()
for _name in ("day", "weekday_day", "day_year", "clock_time", "distance", "due", "duration"):
    register.filter(_name, getattr(words, _name))
register.filter("lakh", words.lakh)
register.filter("signed", words.signed)
register.filter("iso_date", words.iso_date)
register.filter("initials", words.initials)

# More parts than this cannot be told apart on a phone (the look's rule); they are drawn as one.
MOST_SEGMENTS = 12
_TONES = {"success": "good", "error": "bad", "warning": "warn"}
_TONE_ICONS = {"good": "tick-circle", "bad": "late", "warn": "warn"}
_STATUSES = {
    "completed": ("good", "tick", gettext_lazy("Completed")),
    "on_track": ("plain", "clock", gettext_lazy("On track")),
    "at_risk": ("warn", "warn", gettext_lazy("At risk")),
    "overdue": ("bad", "late", gettext_lazy("Overdue")),
    "not_started": ("plain", "clock", gettext_lazy("Not started")),
    "active": ("plain", "clock", gettext_lazy("In progress")),
    "draft": ("", "edit", gettext_lazy("Draft")),
    "published": ("good", "tick", gettext_lazy("Published")),
    "archived": ("", "layers", gettext_lazy("Archived")),
    "valid": ("good", "tick", gettext_lazy("Valid")),
    "revoked": ("bad", "close", gettext_lazy("Revoked")),
    "uploaded": ("", "clock", gettext_lazy("Waiting")),
    "processing": ("brand", "retry", gettext_lazy("Processing")),
    "ready": ("good", "tick", gettext_lazy("Ready")),
    "failed": ("bad", "late", gettext_lazy("Failed")),
    "passed": ("good", "tick", gettext_lazy("Passed")),
    "not_passed": ("bad", "late", gettext_lazy("Not passed")),
    "pending": ("", "clock", gettext_lazy("Pending")),
}


@register.simple_tag(takes_context=True)
def kept(context: Context, partial: str, **parameters: Hashable) -> SafeString:
    """Include a partial that sees nothing but its parameters, drawn once for the same ones.

    Args:
        context: of the page; only its engine is used.
        partial: its name, `components/cover.html`.
        parameters: what it knows; hashable all through.
    """
    assert context.template is not None
    return draw_kept(context.template.engine.get_template(partial), parameters)


@register.simple_tag
def icon(name: str, label: str = "", plain: bool = False) -> SafeString:
    """Draw a symbol of the sprite.

    Args:
        name: id of a symbol in `static/img/sprite.svg`.
        label: its name for screen readers; "" hides it, which is right beside words.
        plain: without the line style of icons, for marks.
    """
    if not label:
        return _silent_icon(name, plain)
    css = SafeString("") if plain else SafeString(' class="icon"')
    return format_html(
        '<svg{} role="img" aria-label="{}"><use href="{}"/></svg>', css, label, sprite(name)
    )


@lru_cache(maxsize=512)  # more than the sprite has symbols
def _silent_icon(name: str, plain: bool) -> SafeString:
    css = SafeString("") if plain else SafeString(' class="icon"')
    return format_html('<svg{} aria-hidden="true"><use href="{}"/></svg>', css, sprite(name))


@register.simple_tag
def sprite(name: str) -> str:
    """Return the address of a symbol of the sprite, for drawings that style it themselves."""
    return f"{static('img/sprite.svg')}#{name}"


@register.filter
def star_row(stars: int) -> list[bool]:
    """Return five stars, those that were given first."""
    return [at < stars for at in range(5)]


@register.simple_tag
def sheet(name: str) -> str:
    """Return the address of `static/css/<name>.css`."""
    return static(f"css/{name}.css")


@register.simple_tag
def sheets(*names: str) -> SafeString:
    """Link sheets of `static/css/pages/` that a release holds as one (`tenants.kernel.sheets`)."""
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(name),) for name in page_sheets(*names)),
    )


@register.simple_tag
def house() -> tuple[str, ...]:
    """Return the names of the sheets that every page has."""
    return house_sheets()


@register.simple_tag
def help_url(article: str = "") -> str:
    """Return the address of a help article, or of all of them. They lie on the public host alone."""
    home = f"{settings.PUBLIC_ORIGIN}/help/"
    return f"{home}{article}/" if article else home


@register.simple_tag
def script(name: str) -> str:
    """Return the address of `static/js/<name>.js`."""
    return static(f"js/{name}.js")


@register.filter
def spoken_name(name: str) -> str:
    """Return a form field's technical name as words: "a-signatory_name" gives "Signatory name"."""
    return name.rpartition("-")[2].replace("_", " ").strip().capitalize()


@register.filter
def words_of(text: str) -> list[str]:
    """Split at spaces, to loop over a short list written in a template."""
    return text.split()


@register.filter
def tone(level: str) -> str:
    """Return the tone ("good", "bad", "warn", "") of a message's level tag."""
    return _TONES.get(level, "")


@register.filter
def tone_icon(tone_name: str) -> str:
    """Return the icon that says the same as a tone, so that colour never speaks alone."""
    return _TONE_ICONS.get(tone_name, "info")


@register.filter
def undo_url(message: Message) -> str:
    """Return the path after "undo:" in a message's extra tags, or ""; only paths of this host."""
    for tag in str(message.extra_tags or "").split():
        path = tag.removeprefix("undo:")
        if path != tag and path.startswith("/") and not path.startswith("//"):
            return path
    return ""


@register.simple_tag
def status_badge(status: str, label: str = "") -> SafeString:
    """Draw the badge of a known status; an unknown one is shown as its own words."""
    return _badge(str(status), label, get_language())


# Typed, as in `tenants.kernel.fragments`: a label that is marked as safe is another one.
@lru_cache(maxsize=1024, typed=True)
def _badge(status: str, label: str, _language: str | None) -> SafeString:
    tone_name, symbol, usual = _STATUSES.get(status, ("", "info", status))
    return format_html(
        '<span class="badge {}">{}{}</span>', tone_name, icon(symbol), label or usual
    )


# Fields ------------------------------------------------------------------------------------


@register.filter
def field_kind(field: BoundField) -> str:
    """Return how a field is laid out: hidden, check, group, password, file or plain."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "plain"


@register.simple_tag
def described_by(field: BoundField, hint: Any = "") -> str:
    """Return the ids that describe a field: its hint first, then its error."""
    ids = [str(field.field.widget.attrs.get("aria-describedby", ""))]
    if hint or field.help_text:
        ids.append(f"{field.auto_id}-hint")
    if field.errors:
        ids.append(f"{field.auto_id}-error")
    return " ".join(one for one in ids if one)


@register.simple_tag
def control(field: BoundField, hint: Any = "", **attrs: str) -> SafeString:
    """Draw a field's own widget, tied to its hint and error.

    Args:
        field: a bound field of any Django widget.
        hint: what the partial shows as hint; "" means the field's help text.
        attrs: more attributes; an underscore is written as a hyphen.
    """
    extra: dict[str, str | bool] = {
        name.replace("_", "-"): value for name, value in attrs.items() if value
    }
    described = described_by(field, hint)
    if described:
        extra["aria-describedby"] = described
    if field.errors:
        extra["aria-invalid"] = "true"
    return field.as_widget(attrs=extra)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: Any = "", label: Any = "") -> dict[str, Any]:
    """Draw label, hint, control and error of a field. Same as including `components/field.html`."""
    return {"field": bound, "hint": hint, "label": label}


# Progress ----------------------------------------------------------------------------------


def _part(source: Any) -> tuple[int, int, str, int]:
    """Read (done, total, tone, weight) from a tuple, a mapping or an object."""
    if isinstance(source, Mapping):
        get = source.get
    elif isinstance(source, Sequence):
        pairs = dict(zip(("done", "total", "tone", "weight"), source, strict=False))
        get = pairs.get
    else:

        def get(key: str, default: Any = None) -> Any:
            return getattr(source, key, default)

    done, total = int(get("done", 0) or 0), int(get("total", 0) or 0)
    return min(done, total), total, str(get("tone", "") or ""), int(get("weight", 0) or 0) or total


@register.simple_tag
def segs(parts: Iterable[Any], label: str = "", size: str = "", auto: bool = True) -> SafeString:
    """Draw the segmented bar.

    Lengths are classes `w-1` to `w-100` in one flex row, which every browser shares and a strict
    content policy allows.

    Args:
        parts: of each its `done`, `total`, `tone` ("", full, late, risk) and `weight` (length;
            its total by default), as tuples in this order, mappings or objects.
        label: the sentence that says the same; "3 of 9 done" by default.
        size: "", "thin" or "fat".
        auto: a part that is done turns green by itself.
    """
    rows = [_part(part) for part in parts if part is not None]
    rows = [row for row in rows if row[3] > 0]
    done, total = sum(row[0] for row in rows), sum(row[1] for row in rows)
    if len(rows) > MOST_SEGMENTS:
        rows = [(done, total, "", 1)]
    spoken = label or gettext("%(done)d of %(total)d done") % {"done": done, "total": total}
    return format_html(
        '<div class="segs{}" role="img" aria-label="{}">{}</div>',
        f" {size}" if size else "",
        spoken,
        _bars(tuple(rows), auto),
    )


@lru_cache(maxsize=1024)  # a team's bars are much alike
def _bars(rows: tuple[tuple[int, int, str, int], ...], auto: bool) -> SafeString:
    longest = max((row[3] for row in rows), default=1)
    return format_html_join(
        "",
        '<progress class="w-{}{}" value="{}" max="{}"></progress>',
        (
            (
                max(1, round(100 * weight / longest)),
                f" {tone_name}" if tone_name else " full" if auto and 0 < of == value else "",
                value,
                max(of, 1),
            )
            for value, of, tone_name, weight in rows or [(0, 0, "", 1)]
        ),
    )


# Tables ------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context,
    key: str,
    label: str,
    default: str = "",
    param: str = "sort",
    num: bool = False,
) -> SafeString:
    """Draw a `<th>` whose link sorts by `key`, and the other way when it already does.

    Args:
        key: what the link asks for; "-key" asks for descending.
        label: the column's name.
        default: the order of the page when the address names none.
        param: the parameter in the address; all others are kept, `page` is dropped.
        num: the column holds numbers.
    """
    query = context["request"].GET.copy()
    current = query.get(param, default)
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    query.pop("page", None)
    query[param] = f"-{key}" if order == "ascending" else key
    symbol = {"ascending": "arrow-up", "descending": "arrow-down", "none": "sort"}[order]
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a class="sort" href="?{}">{}{}</a></th>',
        order,
        SafeString(' class="num"') if num else "",
        query.urlencode(),
        label,
        icon(symbol),
    )


@register.filter
def page_range(page: Page[Any]) -> list[int | str]:
    """Return the numbers a pagination shows, with "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw a QR code as inline SVG, error correction level M, quiet zone of two modules."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=2, svgclass="qr", lineclass=None, omitsize=True
    )
    # The library escapes nothing of ours: the text is in the modules, not in the markup.
    opened = drawn.replace("<svg ", format_html('<svg role="img" aria-label="{}" ', label), 1)
    return mark_safe(opened)  # noqa: S308
