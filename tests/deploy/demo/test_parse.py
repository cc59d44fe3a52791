"""The demo's courses are all there, complete, and right; a wrong file is refused by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deploy.demo.parse import CONTENT, ContentError, load_course, load_courses, load_instructors
from deploy.demo.shapes import COLLECTIONS, CourseContent, LessonContent

ALL: list[CourseContent] = [course for name in COLLECTIONS for course in load_courses(name)]
TEXTS: list[tuple[CourseContent, LessonContent]] = [
    (course, lesson) for course in ALL for lesson in course.lessons if lesson.kind == "text"
]
DEVANAGARI = range(0x0900, 0x0980)


def _words(text: str) -> int:
    return sum(1 for token in text.split() if any(sign.isalnum() for sign in token))


def test_enough_courses_in_each_collection() -> None:
    assert len(load_courses("public")) >= 14
    assert len(load_courses("acme")) == 4
    assert len(load_courses("zenith")) == 4
    languages = [course.language for course in load_courses("public")]
    assert languages.count("hi") >= 2
    assert [course.language for course in load_courses("zenith")].count("hi") >= 2


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_slugs_and_titles_are_unique(collection: str) -> None:
    courses = load_courses(collection)  # type: ignore[arg-type]
    assert len({course.slug for course in courses}) == len(courses)
    assert len({course.title for course in courses}) == len(courses)


def test_clip_names_are_unique_within_a_collection() -> None:
    for name in COLLECTIONS:
        clips = [
            lesson.clip.name
            for course in load_courses(name)
            for lesson in course.lessons
            if lesson.clip
        ]
        assert len(set(clips)) == len(clips)


@pytest.mark.parametrize("course", ALL, ids=lambda course: course.slug)
def test_a_course_is_whole(course: CourseContent) -> None:
    kinds = [lesson.kind for lesson in course.lessons]
    assert kinds.count("video") >= 1
    assert kinds.count("quiz") == len(course.modules)
    assert kinds.count("text") >= 3
    assert any(lesson.is_preview for lesson in course.modules[0].lessons)
    assert 60 <= len(course.summary) <= 220


@pytest.mark.parametrize("course", ALL, ids=lambda course: course.slug)
def test_every_question_has_its_right_answers_and_reasons(course: CourseContent) -> None:
    for quiz in (lesson.quiz for lesson in course.lessons if lesson.quiz):
        for question in quiz.questions:
            right = [choice for choice in question.choices if choice.is_correct]
            assert len(right) == 1 if question.kind == "single" else len(right) >= 2
            assert all(choice.feedback for choice in question.choices if not choice.is_correct)
            assert question.explanation_md


@pytest.mark.parametrize(
    ("course", "lesson"), TEXTS, ids=[f"{course.slug}/{lesson.key}" for course, lesson in TEXTS]
)
def test_a_text_lesson_says_something(course: CourseContent, lesson: LessonContent) -> None:
    assert 150 <= _words(lesson.body_md) <= 480
    assert lesson.duration_seconds >= 60


@pytest.mark.parametrize(
    "course", [course for course in ALL if course.language == "hi"], ids=lambda course: course.slug
)
def test_a_hindi_course_is_written_in_devanagari(course: CourseContent) -> None:
    for lesson in course.lessons:
        assert any(ord(sign) in DEVANAGARI for sign in lesson.title)
        if lesson.kind == "text":
            letters = [sign for sign in lesson.body_md if sign.isalpha()]
            assert sum(ord(sign) in DEVANAGARI for sign in letters) > len(letters) * 0.85


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    source = CONTENT / "public" / "handling-price-objections"
    return Path(shutil.copytree(source, tmp_path / source.name))


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("course.toml", 'level = "beginner"', 'level = "easy"', "level: 'easy' is not one of"),
        (
            "course.toml",
            'skills = ["objections"]',
            'skills = ["charm"]',
            "skills: .charm. is none of",
        ),
        ("course.toml", 'language = "en"', "", "language: missing"),
        ("course.toml", "summary = ", "sumary = ", "summary: missing"),
        ("course.toml", 'key = "pause-first"', 'key = "Pause"', r"lessons\[0\].key: 'Pause'"),
        ("course.toml", "preview = true", "preview = true\nlevl = 1", r"levl: unknown field"),
        ("course.toml", 'title = "Handling', "title = Handling", r"Invalid value \(at line 1,"),
        (
            "check-meaning.toml",
            ", correct = true",
            "",
            r"questions\[0\].*feedback|one right answer",
        ),
        (
            "check-meaning.toml",
            ', feedback = "He has heard this',
            ', note = "',
            "feedback: a wrong",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    course_folder: Path, file: str, before: str, after: str, message: str
) -> None:
    path = course_folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ContentError, match=message) as caught:
        load_course(course_folder, load_instructors())
    assert caught.value.file == path


def test_a_file_no_lesson_uses_is_refused(course_folder: Path) -> None:
    (course_folder / "left-over.md").write_text("Words.", encoding="utf-8")
    with pytest.raises(ContentError, match=r"left-over\.md: no lesson uses this file"):
        load_course(course_folder, load_instructors())


def test_a_missing_lesson_is_refused(course_folder: Path) -> None:
    (course_folder / "walk-away.md").unlink()
    with pytest.raises(ContentError, match=r"walk-away\.md: no such file"):
        load_course(course_folder, load_instructors())
