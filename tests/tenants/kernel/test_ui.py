"""The tags and partials of the design system: what they say to a screen reader, exactly."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import conditional_escape

from tenants.kernel.templatetags import ui


class Sample(forms.Form):
    """One field of each layout."""

    email = forms.EmailField(label="E-mail", help_text="Work address.")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree", help_text="To the terms.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    people = forms.FileField(widget=forms.FileInput(attrs={"accept": ".csv"}))


def draw(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def field(form: forms.Form, name: str, **context: Any) -> str:
    return render_to_string("components/field.html", {"field": form[name], **context})


# Icons and badges --------------------------------------------------------------------------


def test_an_icon_beside_words_is_hidden_from_screen_readers() -> None:
    assert ui.icon("play") == (
        '<svg class="icon" aria-hidden="true"><use href="/static/img/sprite.svg#play"/></svg>'
    )


def test_an_icon_alone_has_a_name_that_is_escaped() -> None:
    assert ui.icon("play", '"><script>') == (
        '<svg class="icon" role="img" aria-label="&quot;&gt;&lt;script&gt;">'
        '<use href="/static/img/sprite.svg#play"/></svg>'
    )


def test_a_status_is_said_in_words_beside_its_colour() -> None:
    badge = ui.status_badge("overdue")
    assert badge.startswith('<span class="badge bad">')
    assert badge.endswith("Overdue</span>")


def test_an_unknown_status_is_shown_as_it_is_and_escaped() -> None:
    assert ui.status_badge("<b>").endswith("&lt;b&gt;</span>")


# Fields ------------------------------------------------------------------------------------


def test_a_field_at_rest_is_described_by_its_hint() -> None:
    html = field(Sample(), "email")
    assert '<label for="id_email">E-mail</label>' in html
    assert '<div class="hint" id="id_email-hint">Work address.</div>' in html
    assert 'aria-describedby="id_email-hint"' in html
    assert "aria-invalid" not in html
    assert html.count("aria-describedby") == 1


def test_a_field_with_an_error_is_invalid_and_described_by_both() -> None:
    html = field(Sample({"email": "owner@"}), "email")
    assert 'aria-describedby="id_email-hint id_email-error"' in html
    assert html.count('aria-invalid="true"') == 1
    assert 'value="owner@"' in html
    assert '<div class="error" id="id_email-error">' in html
    assert "<p>Enter a valid email address.</p>" in html


def test_every_id_that_describes_a_control_exists_once() -> None:
    form = Sample({})
    for name in ("email", "secret", "kind", "agree", "people"):
        html = field(form, name)
        described = html.split('aria-describedby="')[1].split('"')[0].split()
        for one in described:
            assert html.count(f'id="{one}"') == 1, (name, one)


def test_an_optional_field_says_so_and_a_required_one_does_not() -> None:
    assert "(optional)" in field(Sample(), "note")
    assert "(optional)" not in field(Sample(), "email")


def test_an_error_is_escaped() -> None:
    form = Sample({"kind": "<i>x"})
    assert conditional_escape("<i>x") in field(form, "kind")
    assert "<i>x" not in field(form, "kind")


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = field(Sample({}), "kind", hint="Pick one.")
    assert (
        '<fieldset class="field" id="id_kind" aria-describedby="id_kind-hint id_kind-error">'
        in html
    )
    assert "<legend>Kind</legend>" in html
    assert html.count('type="radio"') == 2
    assert '<label class="choice" for="id_kind_0">' in html


def test_a_tick_box_stands_in_its_label() -> None:
    html = field(Sample(), "agree")
    assert '<label class="choice" for="id_agree"><input type="checkbox"' in html
    assert '<div class="hint" id="id_agree-hint">To the terms.</div>' in html
    assert 'aria-describedby="id_agree-hint"' in html


def test_a_password_can_be_shown_by_a_button_that_names_it() -> None:
    html = field(Sample(), "secret")
    assert 'data-reveal="id_secret"' in html
    assert '<span class="sr"> Password</span></button>' in html


def test_a_hidden_field_has_no_label() -> None:
    assert field(Sample(), "token").strip() == '<input type="hidden" name="token" id="id_token">'


def test_a_widget_keeps_its_own_attributes() -> None:
    assert 'rows="3"' in ui.control(Sample()["note"])
    assert 'autocomplete="off"' in ui.control(Sample()["email"], autocomplete="off")


def test_the_summary_counts_and_links_to_each_field() -> None:
    form = Sample({"email": "owner@", "kind": "a", "agree": "on", "secret": "x"})
    html = render_to_string("components/form_errors.html", {"form": form, "kept": "All kept."})
    assert 'role="alert"' in html
    assert "2 things to correct" in html
    assert '<a href="#id_email">E-mail</a>: Enter a valid email address.' in html
    assert '<a href="#id_people">People</a>: This field is required.' in html
    assert "<p>All kept.</p>" in html


def test_the_summary_leads_to_a_group_by_its_fieldset() -> None:
    html = render_to_string("components/form_errors.html", {"form": Sample({})})
    assert 'href="#id_kind"' in html or 'href="#id_kind_0"' in html


def test_there_is_no_summary_without_errors() -> None:
    assert render_to_string("components/form_errors.html", {"form": Sample()}).strip() == ""


def test_a_file_drop_works_without_script() -> None:
    html = render_to_string("components/file_drop.html", {"field": Sample()["people"]})
    assert '<label for="id_people">People</label>' in html
    assert '<input type="file" name="people" accept=".csv" required id="id_people">' in html


# The segmented bar -------------------------------------------------------------------------


def test_segments_are_as_long_as_their_content_and_say_the_same_in_words() -> None:
    assert ui.segs([(8, 8), (2, 6), (0, 2)]) == (
        '<div class="segs" role="img" aria-label="10 of 16 done">'
        '<progress class="w-100 full" value="8" max="8"></progress>'
        '<progress class="w-75" value="2" max="6"></progress>'
        '<progress class="w-25" value="0" max="2"></progress></div>'
    )


def test_segments_take_mappings_and_objects() -> None:
    parts = [{"done": 1, "total": 2, "tone": "late"}, SimpleNamespace(done=9, total=4, weight=8)]
    html = ui.segs(parts, label="Sales", size="fat")
    assert html.startswith('<div class="segs fat" role="img" aria-label="Sales">')
    assert '<progress class="w-25 late" value="1" max="2">' in html
    assert '<progress class="w-100 full" value="4" max="4">' in html


def test_nothing_to_do_is_an_empty_bar() -> None:
    assert '<progress class="w-100" value="0" max="1">' in ui.segs([])


def test_more_parts_than_can_be_told_apart_become_one_bar() -> None:
    html = ui.segs([(1, 2)] * 13)
    assert html.count("<progress") == 1
    assert 'value="13" max="26"' in html


def test_a_small_part_beside_a_large_one_is_still_there() -> None:
    assert 'class="w-1"' in ui.segs([(0, 1), (0, 900)])


# Tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "order", "link"),
    [
        ("/?status=late&page=3", "none", "?status=late&amp;sort=name"),
        ("/?sort=name", "ascending", "?sort=-name"),
        ("/?sort=-name", "descending", "?sort=name"),
    ],
)
def test_a_head_sorts_and_keeps_the_filter_but_not_the_page(
    address: str, order: str, link: str
) -> None:
    html = draw("{% sort_header 'name' 'Person' %}", request=RequestFactory().get(address))
    assert f'aria-sort="{order}"' in html
    assert f'href="{link}"' in html


def test_pages_leave_out_the_middle_and_keep_the_filter() -> None:
    html = render_to_string(
        "components/pagination.html",
        {"page": Paginator(range(240), 20).page(3)},
        request=RequestFactory().get("/?status=late&page=3"),
    )
    assert "41–60 of 240" in html
    assert 'aria-current="page">3</span>' in html
    assert 'rel="next" href="?status=late&amp;page=4"' in html
    assert "…" in html


def test_one_page_needs_no_pagination() -> None:
    html = render_to_string("components/pagination.html", {"page": Paginator(range(5), 20).page(1)})
    assert html.strip() == ""


# Messages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "url"),
    [
        ("undo:/studio/x/restore/", "/studio/x/restore/"),
        ("safe undo:/a/", "/a/"),
        ("undo://evil.example/", ""),
        ("undo:https://evil.example/", ""),
        ("", ""),
    ],
)
def test_undo_posts_to_this_host_only(tags: str, url: str) -> None:
    assert ui.undo_url(Message(25, "Gone.", extra_tags=tags)) == url


def test_a_toast_offers_undo_and_stays() -> None:
    html = render_to_string(
        "components/toasts.html", {"messages": [Message(25, "Removed.", extra_tags="undo:/r/")]}
    )
    assert '<div class="toast good" data-stay>' in html
    assert '<form method="post" action="/r/">' in html
    assert 'role="status"' in html


def test_running_work_asks_again_and_finished_work_does_not() -> None:
    running = {"label": "a.mp4", "percent": 42, "state": "running", "poll_url": "/p/"}
    html = render_to_string("components/job_progress.html", running)
    assert 'hx-get="/p/"' in html
    assert 'value="42"' in html
    done = render_to_string("components/job_progress.html", {**running, "state": "done"})
    assert "hx-get" not in done


def test_a_qr_code_is_named_and_carries_no_inline_style() -> None:
    html = ui.qr("https://example.com/verify/7Q4K/", 'Check "it"')
    assert html.startswith('<svg role="img" aria-label="Check &quot;it&quot;"')
    assert "style=" not in html


@pytest.mark.parametrize("name", ["400", "500"])
def test_pages_of_last_resort_need_no_request(name: str) -> None:
    html = render_to_string(f"errors/{name}.html")
    assert f'<p class="code">{name}</p>' in html
    assert "<script" not in html
