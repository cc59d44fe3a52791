"""The demo's reviews are of its courses, and given to people who have studied them."""

from __future__ import annotations

from collections import Counter

from deploy.demo.history import public_history
from deploy.demo.parse import load_courses
from deploy.demo.reviews import ReviewContent, load_reviews

# Who signs in as an instructor in the README.
TEACHER = "meera-krishnan"


def _given(slug: str, lessons: int) -> list[ReviewContent]:
    """The reviews of a course that find somebody who has done a fifth of its lessons."""
    studied = [
        study
        for study in public_history()
        if study.course == slug and study.lessons_done * 5 >= lessons
    ]
    return load_reviews().get(slug, [])[: len(studied)]


def test_each_is_of_a_course_that_is_there() -> None:
    assert set(load_reviews()) <= {course.slug for course in load_courses("public")}


def test_an_instructor_finds_words_to_answer_and_words_answered() -> None:
    found = [
        review
        for course in load_courses("public")
        if course.instructor.key == TEACHER
        for review in _given(course.slug, len(course.lessons))
    ]
    assert Counter(bool(review.reply) for review in found) == {True: 4, False: 5}
    assert all(review.text for review in found)
