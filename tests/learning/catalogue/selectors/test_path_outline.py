"""Paths before their courses are read: one query, and with cards the same as the path's own page."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.catalogue.api import (
    archive_course,
    cards_of_courses,
    newest_cards,
    path_outlines,
    published_path,
    remove_step,
)
from tenants.schemas import in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_path, make_published_course

pytestmark = pytest.mark.django_db


def test_with_its_cards_a_path_is_what_its_page_reads() -> None:
    with in_public():
        one, two, gone = (make_published_course() for _ in range(3))
        path = make_path(one, two, gone, one)
        make_path(one, published=False)
        remove_step(step_id=path.steps.order_by("position")[1].id, actor=UserFactory())
        archive_course(course_id=gone.id, actor=gone.owner)
        (outline,) = path_outlines([path.id])
        cards = cards_of_courses([one.id, two.id])
        assert outline.with_cards(cards) == replace(published_path(path.slug), description_md="")
        assert outline.course_ids == {one.id, gone.id}


@pytest.mark.parametrize("count", [1, 30])
def test_every_path_is_read_in_one_query_and_steps_where_asked_for(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    with in_public():
        paths = [make_path(make_published_course(modules=1, lessons=1)) for _ in range(count + 1)]
        asked, last = [path.id for path in paths[:count]], paths[-1]
        with django_assert_num_queries(1):
            found = path_outlines(asked)
        assert [outline.path.id for outline in found] == [path.id for path in paths]
        assert [len(outline.steps) for outline in found] == [1] * count + [0]
        assert [outline.steps for outline in path_outlines()] == [()] * (count + 1)
        link = found[-1].link
    assert (link.id, link.slug, link.title, link.summary, link.level_label, link.language) == (
        last.id,
        last.slug,
        last.title,
        last.summary,
        "Fresher",
        "en",
    )


def test_courses_asked_for_by_name_are_found_however_old(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with in_public():
        old, gone, newer, newest = (make_published_course() for _ in range(4))
        archive_course(course_id=gone.id, actor=gone.owner)
        with django_assert_num_queries(1):
            found = newest_cards(2, also=[old.id, gone.id, newest.id])
        assert [card.id for card in found] == [newest.id, newer.id, old.id]
        assert newest_cards(2) == found[:2]
