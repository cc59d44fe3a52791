"""Filters: several of one kind add up, of different kinds narrow down, counts follow the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.enums import Length
from learning.catalogue.formats import HOURS_A_WEEK, formats_of, length_of
from learning.catalogue.models import CourseVersion
from learning.catalogue.selectors.facets import CatalogueQuery, facets, narrowed
from learning.catalogue.selectors.published import list_published
from learning.catalogue.selectors.search import published
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import make_published_course

HOUR = 3600


def counts(query: CatalogueQuery, facet: str) -> dict[str, int]:
    page = list_published(query)
    return {option.value: option.count for option in page.facets[facet] if option.count}


def shelf() -> None:
    make_published_course(title="A", level="beginner", industry="b2b")
    make_published_course(title="B", level="intermediate", industry="b2b", language="hi")
    make_published_course(title="C", level="advanced", industry="saas", kinds=["video"])
    make_published_course(title="D", level="beginner", industry="saas", kinds=["video"])
    long = make_published_course(title="E", level="beginner", industry="retail", language="ta")
    CourseVersion.objects.filter(course=long).update(duration_seconds=20 * HOUR)


@pytest.mark.django_db
def test_two_of_one_filter_add_up_and_two_filters_narrow(public: TenantInfo) -> None:
    with in_tenant(public):
        shelf()

        def titles(**wanted: tuple[str, ...]) -> list[str]:
            page = list_published(CatalogueQuery(sort="title", **wanted))
            return [card.title for card in page.cards]

        assert titles(level=("beginner", "advanced")) == ["A", "C", "D", "E"]
        assert titles(level=("beginner", "advanced"), industry=("saas",)) == ["C", "D"]
        assert titles(format=("video",)) == ["C", "D"]
        assert titles(format=("video", "reading")) == ["A", "B", "C", "D", "E"]
        assert titles(length=("months",)) == ["E"]
        assert titles(length=("short", "months"), language=("ta",)) == ["E"]
        for facet in ("level", "length", "format", "industry", "language"):
            assert titles(**{facet: ("nonsense",)}) == []


@pytest.mark.django_db
def test_a_count_takes_the_other_filters_into_account_not_its_own(public: TenantInfo) -> None:
    with in_tenant(public):
        shelf()
        query = CatalogueQuery(level=("beginner",))
        assert counts(query, "level") == {"beginner": 3, "intermediate": 1, "advanced": 1}
        assert counts(query, "industry") == {"b2b": 1, "saas": 1, "retail": 1}
        assert counts(query, "format") == {"reading": 3, "video": 1}
        assert counts(query, "length") == {"short": 2, "months": 1}
        both = CatalogueQuery(level=("beginner",), format=("video",))
        assert counts(both, "level") == {"beginner": 1, "advanced": 1}
        assert counts(both, "format") == {"reading": 3, "video": 1}


@pytest.mark.django_db
def test_the_count_is_what_choosing_it_shows(public: TenantInfo) -> None:
    """Whatever is chosen, the total is the rows', and an option's count is its own total."""
    with in_tenant(public):
        shelf()
        for chosen in ({}, {"level": ("beginner",)}, {"industry": ("saas", "b2b")}):
            query = CatalogueQuery(**chosen)
            total, options = facets(published(), query)
            assert total == narrowed(published(), query).count()
            for facet in set(options) - set(chosen):
                for option in options[facet]:
                    more = CatalogueQuery(**{**chosen, facet: (option.value,)})
                    assert option.count == narrowed(published(), more).count()


@given(st.integers(min_value=0, max_value=200 * HOUR))
def test_longer_is_never_a_shorter_band(seconds: int) -> None:
    order = list(Length)
    assert order.index(length_of(seconds)) <= order.index(length_of(seconds + 1))


def test_limits_belong_to_the_band_below() -> None:
    week = HOURS_A_WEEK * HOUR
    limits = (HOUR // 3, HOUR // 3 + 1, HOUR, week, week + 1, 4 * week + 1, 13 * week + 1)
    assert [length_of(one) for one in limits] == [
        "short", "hour", "hour", "week", "weeks", "months", "long",
    ]  # fmt: skip
    assert formats_of(["text", "quiz", "text"]) == ["interactive", "reading"]
    assert formats_of([]) == []
