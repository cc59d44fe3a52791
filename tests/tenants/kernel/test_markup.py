import re

import pytest

from tenants.kernel.markup import render_markdown


def test_markdown_becomes_html_with_headings_below_the_pages_own() -> None:
    html = render_markdown("# Ask\n\n- **one**\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<h2>Ask</h2>" in html
    assert "<li><strong>one</strong></li>" in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](http://tracker.example/p.gif)",
        '<p style="position:fixed" onclick="x()">t</p>',
        "<iframe src=//x></iframe>",
    ],
)
def test_nothing_that_runs_or_calls_home_survives(text: str) -> None:
    html = render_markdown(text)
    for risk in ("<script", 'href="javascript', "<img", "<iframe", "<p style", "<p onclick"):
        assert risk not in html


def test_links_do_not_give_the_opener_away() -> None:
    assert render_markdown("[x](https://a.example)") == (
        '<p><a href="https://a.example" rel="noopener nofollow">x</a></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "levels"),
    [("### a", "2"), ("# a\n### b\n# c", "232"), ("## a\n#### b\n###### c", "234"), ("a", "")],
)
def test_headings_leave_out_no_level(text: str, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", render_markdown(text))) == levels
    assert "".join(re.findall(r"</h(\d)>", render_markdown(text))) == levels
