"""The help articles on disk: complete, safe, and leading only to what is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from public_site.help_articles import (
    FOLDER,
    Article,
    ArticleError,
    all_articles,
    article_of,
    articles_in,
    languages_of,
    read_article,
)

EVERY = [article for languages in all_articles().values() for article in languages.values()]
GOOD = "title: A\nsummary: B\nkeywords: C\n---\nText."


def ids(article: Article) -> str:
    return f"{article.slug}.{article.language}"


def test_every_file_is_an_article() -> None:
    assert len(EVERY) == len(list(FOLDER.rglob("*.md")))
    assert len(all_articles()) >= 15
    assert {article.audience for article in EVERY} == {
        folder.name for folder in FOLDER.iterdir() if folder.is_dir()
    }


@pytest.mark.parametrize("article", EVERY, ids=ids)
def test_it_says_something_and_leads_somewhere(article: Article) -> None:
    assert len(article.markdown) > 300
    assert len(article.title) <= 70
    assert len(article.summary) <= 160
    for address in re.findall(r"\]\((/[^)#?]*)", article.markdown):
        try:
            resolve(address, urlconf="deploy.urls_public")
        except Resolver404:
            pytest.fail(f"{address} leads nowhere")
        if address.startswith("/help/") and address != "/help/":
            assert article_of(address.split("/")[2], "en") is not None, address


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
@pytest.mark.parametrize("slug", all_articles())
def test_each_is_in_every_language_with_the_same_parts(slug: str, language: str) -> None:
    languages = all_articles()[slug]
    assert language in languages
    assert parts(languages[language]) == parts(languages["en"])


def parts(article: Article) -> dict[str, list[str] | int]:
    """Return what no translation changes: headings, list items, links, code, figures that are emphasised."""
    text = article.markdown
    return {
        "headings": [line.split(" ")[0] for line in text.splitlines() if line.startswith("#")],
        "items": sum(bool(re.match(r"(-|\d+\.) ", line)) for line in text.splitlines()),
        "links": sorted(re.findall(r"\]\(([^)]*)\)", text)),
        "code": sorted(re.findall(r"`([^`]*)`", text)),
    }


def test_links_of_templates_lead_to_articles() -> None:
    templates = FOLDER.parents[1]
    named = {
        slug
        for path in templates.rglob("*.html")
        for slug in re.findall(r'"public_site:help_article" "([\w-]+)"', path.read_text())
        + re.findall(r'help_url "([\w-]+)"', path.read_text())
    }
    assert named
    assert [slug for slug in named if article_of(slug, "en") is None] == []


def test_a_reader_gets_their_language_else_english() -> None:
    assert article_of("certificates", "hi").language == "hi"  # type: ignore[union-attr]
    assert article_of("certificates", "mr").language == "en"  # type: ignore[union-attr]
    assert article_of("nowhere", "en") is None
    assert languages_of("certificates") == ("en", "bn", "hi", "ta", "te")
    assert len(articles_in("hi")) == len(articles_in("en")) == len(all_articles())


def test_a_script_in_an_article_is_words(tmp_path: Path) -> None:
    file = tmp_path / "10-bad.en.md"
    file.write_text(
        GOOD + "\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=y>"
    )
    html = read_article(file, "learning").html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("10-good.md", GOOD),
        ("good.en.md", GOOD),
        ("10-Good.en.md", GOOD),
        ("10-good.en.md", "Text without a head."),
        ("10-good.en.md", GOOD.replace("keywords: C\n", "")),
        ("10-good.en.md", GOOD.replace("summary: B", "summary:")),
        ("10-good.en.md", "extra: X\n" + GOOD),
    ],
)
def test_a_file_that_is_not_right_is_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ArticleError, match=re.escape(name)):
        read_article(tmp_path / name, "learning")
