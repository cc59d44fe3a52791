"""Kept partials: the same parameters give the same text; another language, host or marking another one."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError
from django.test import RequestFactory
from django.urls import set_urlconf
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import override

from tenants.kernel.fragments import draw_kept

TEMPLATES = Path(__file__).parents[3] / "templates"
_TAG = re.compile(r'{% kept "([^"]+)"')
# What changes without a parameter changing, or belongs to one request or company.
_FLUID = re.compile(
    r"request\.|csrf_token|brand\.|user\.|\bperms\b|{% now|\|(?:distance|due|timesince)\b"
)


def kept_partials() -> list[str]:
    """Return the names of all partials that some template keeps."""
    found = {name for path in TEMPLATES.rglob("*.html") for name in _TAG.findall(path.read_text())}
    return sorted(found)


def counted(source: str = "{{ tick }}{{ word }}") -> tuple[Template, list[int]]:
    """Return a partial and how often it was drawn."""
    drawn: list[int] = []

    class Counted(Template):
        def render(self, context: Context) -> str:  # type: ignore[override]
            drawn.append(1)
            return super().render(context)

    return Counted(source), drawn


def test_is_drawn_once_for_the_same_parameters() -> None:
    partial, drawn = counted()
    texts = [draw_kept(partial, {"word": word}) for word in ("a", "b", "a", "b")]
    assert (texts, len(drawn)) == (["a", "b", "a", "b"], 2)


def test_parameters_are_told_apart_by_their_names() -> None:
    partial, drawn = counted("{{ one }}-{{ other }}")
    texts = [draw_kept(partial, {"one": "x"}), draw_kept(partial, {"other": "x"})]
    assert (texts, len(drawn)) == (["x-", "-x"], 2)


def test_each_language_has_its_own() -> None:
    partial, drawn = counted("{% load i18n %}{% get_current_language as code %}{{ code }}")
    texts = []
    for language in ("en", "ta", "en"):
        with override(language):
            texts.append(draw_kept(partial, {}))
    assert (texts, len(drawn)) == (["en", "ta", "en"], 2)


def test_each_kind_of_host_has_its_own() -> None:
    partial, drawn = counted('{% url "public_site:catalogue" as at %}[{{ at }}]')
    texts = []
    try:
        for urlconf in ("deploy.urls_public", "deploy.urls_tenant", "deploy.urls_public"):
            set_urlconf(urlconf)
            texts.append(draw_kept(partial, {}))
    finally:
        set_urlconf(None)
    assert (texts, len(drawn)) == (["[/courses/]", "[]", "[/courses/]"], 2)


def test_each_time_zone_has_its_own() -> None:
    partial, drawn = counted("{% load tz %}{% get_current_timezone as zone %}{{ zone }}")
    texts = []
    for zone in ("Asia/Kolkata", "Europe/Berlin", "Asia/Kolkata"):
        with timezone.override(zone):
            texts.append(draw_kept(partial, {}))
    assert (texts, len(drawn)) == (["Asia/Kolkata", "Europe/Berlin", "Asia/Kolkata"], 2)


def test_text_marked_as_safe_does_not_vouch_for_the_same_text_unmarked() -> None:
    partial, _ = counted("{{ word }}")
    evil = "<script>alert(1)</script>"
    assert draw_kept(partial, {"word": mark_safe(evil)}) == evil
    assert draw_kept(partial, {"word": evil}) == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_what_cannot_be_a_key_is_refused_by_name() -> None:
    partial, drawn = counted()
    with pytest.raises(TemplateSyntaxError, match="word is not hashable"):
        draw_kept(partial, {"tick": 1, "word": ["a"]})
    assert drawn == []


def test_an_error_of_the_partial_is_its_own() -> None:
    def fail() -> str:
        raise TypeError("of the partial")

    partial, _ = counted("{{ word }}")
    with pytest.raises(TypeError, match="of the partial"):
        draw_kept(partial, {"word": fail})


def test_the_tag_shows_the_partial_nothing_of_the_page(rf: RequestFactory) -> None:
    page = Template(
        '{% load ui %}{% kept "components/tag.html" label=label url="" remove_url="" lang="" %}'
    )
    told = {"label": "Objections", "request": rf.get("/"), "url": "/of/the/page/"}
    assert page.render(Context(told)) == Template(
        '{% load ui %}{% include "components/tag.html" with label="Objections" url="" remove_url="" lang="" only %}'
    ).render(Context({}))


def test_there_are_kept_partials() -> None:
    assert {"components/cover.html", "public_site/_card.html"} <= set(kept_partials())


@pytest.mark.parametrize("name", kept_partials())
def test_no_kept_partial_draws_on_what_is_not_in_its_key(name: str) -> None:
    text = re.sub(
        r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", (TEMPLATES / name).read_text(), flags=re.S
    )
    inner = re.findall(r'{% include "([^"]+)"', text)
    everything = text + "".join((TEMPLATES / one).read_text() for one in inner)
    assert _FLUID.findall(everything) == []
