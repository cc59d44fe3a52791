import pytest
from hypothesis import given
from hypothesis import strategies as st

from public_site.help_articles import articles_in
from public_site.help_search import find_articles


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("import people", "import-people"),
        ("Where is my certificate?", "certificates"),
        ("forgot password", "sign-in"),
        ("excel", "import-people"),
        ("cold room kiosk", "without-email"),
        ("DELETE MY ACCOUNT", "your-data"),
        ("subtitle", "video"),
    ],
)
def test_what_people_type_finds_the_article(query: str, first: str) -> None:
    assert find_articles(query, articles_in("en"))[0].slug == first


def test_hindi_finds_hindi() -> None:
    assert find_articles("सर्टिफ़िकेट डाउनलोड", articles_in("hi"))[0].slug == "certificates"


@pytest.mark.parametrize("query", ["", "   ", "how do I", "zzzzqqq", "!!! ???", "\x00", "x" * 5000])
def test_nonsense_finds_nothing(query: str) -> None:
    assert find_articles(query, articles_in("en")) == []


@given(st.text(max_size=300))
def test_anything_can_be_typed(query: str) -> None:
    found = find_articles(query, articles_in("en"))
    assert len({article.slug for article in found}) == len(found)
