"""What a text finds: stems of its language, typos, missing nuktas and accents; never a wildcard."""

import pytest

from learning.catalogue.selectors.facets import CatalogueQuery
from learning.catalogue.selectors.published import list_published
from learning.catalogue.selectors.search import LONGEST_TEXT, searchable
from learning.catalogue.selectors.suggestions import KindSuggestion, suggestions
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import make_published_course

pytestmark = pytest.mark.django_db

HINDI = "पाइपलाइन की सफ़ाई: हफ़्ते में तीस मिनट"
TAMIL = "விலை ஆட்சேபணைகளைக் கையாளுதல்"
TELUGU = "మొదటి కాల్: ముప్పై సెకన్లు"
BENGALI = "দোকানে ক্রেতা এলে প্রথম দুই মিনিট"


def shelf() -> None:
    make_published_course(title=HINDI, language="hi", instructor_name="Arvind", industry="b2b")
    make_published_course(title=TAMIL, language="ta", instructor_name="Meera", industry="retail")
    make_published_course(title=TELUGU, language="te", instructor_name="Ravi")
    make_published_course(title=BENGALI, language="bn", instructor_name="Mitali")
    make_published_course(title="Résumé of a Great Café Pitch", instructor_name="Zoë")


def found(q: str) -> list[str]:
    return [card.title for card in list_published(CatalogueQuery(q=q)).cards]


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("पाइपलाइन", HINDI),
        ("सफाई", HINDI),  # typed without the nukta
        ("हफ्ते", HINDI),
        ("पाइपलाईन", HINDI),  # another vowel
        ("paiplain", HINDI),  # typed in Latin letters
        ("விலை", TAMIL),
        ("ஆட்சேபனை", TAMIL),  # the other n
        ("కాల్", TELUGU),
        ("ముప్పై", TELUGU),
        ("ক্রেতা", BENGALI),
        ("cafe", "Résumé of a Great Café Pitch"),
        ("resume", "Résumé of a Great Café Pitch"),
        ("great caffe", "Résumé of a Great Café Pitch"),
    ],
)
def test_it_finds_in_every_language(public: TenantInfo, q: str, title: str) -> None:
    with in_tenant(public):
        shelf()
        assert found(q)[0] == title


@pytest.mark.parametrize("q", ["%", "_", "%%%", "a%z", "\\", "' OR 1=1 --", "&|!():*", "<script>"])
def test_signs_of_sql_mean_nothing(public: TenantInfo, q: str) -> None:
    with in_tenant(public):
        shelf()
        assert found(q) == []


def test_what_cannot_be_seen_is_left_out_and_length_ends() -> None:
    assert searchable("\u202eprice\u200b \x00 list\u2069") == "price list"
    assert searchable("क\u093c\u0926म\u200d") == searchable("क\u093c\u0926म")
    assert len(searchable("a" * 5000)) == LONGEST_TEXT
    assert searchable("\u200b" * 900 + "price") == ""


def test_suggestions(public: TenantInfo) -> None:
    with in_tenant(public):
        shelf()
        ours = suggestions("caf")
        assert [one.title for one in ours.courses] == ["Résumé of a Great Café Pitch"]
        assert suggestions("பி").courses == ()
        assert [one.title for one in suggestions("விலை").courses] == [TAMIL]
        assert suggestions("b2").kinds == (KindSuggestion("industry", "b2b", "B2B", 1),)
        assert suggestions("தமி").kinds == (KindSuggestion("language", "ta", "தமிழ்", 1),)
        # Nothing is published for these.
        assert suggestions("saas").kinds == ()
        assert (suggestions("c").total, suggestions("").total, suggestions("x" * 5000).total) == (
            0, 0, 0,
        )  # fmt: skip
