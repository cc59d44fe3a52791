"""Reads the demo's courses from `content/<collection>/<slug>/` and refuses what is not right.

A course is one folder named by its slug: `course.toml` (what it is, and its outline), one
`.md` per text lesson, one `.toml` per quiz. Whatever lies in the folder must be used.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.demo.fields import ContentError, Table, read_table, read_text
from deploy.demo.questions import read_quiz
from deploy.demo.shapes import (
    COLLECTIONS,
    FIGURES,
    HUES,
    INDUSTRIES,
    LANGUAGES,
    LEVELS,
    SKILLS,
    ChoiceContent,
    ClipContent,
    Collection,
    CourseContent,
    InstructorContent,
    LessonContent,
    ModuleContent,
    QuestionContent,
    QuizContent,
    SlideContent,
)

__all__ = [
    "ChoiceContent",
    "ClipContent",
    "ContentError",
    "CourseContent",
    "InstructorContent",
    "LessonContent",
    "ModuleContent",
    "QuestionContent",
    "QuizContent",
    "SlideContent",
    "load_course",
    "load_courses",
    "load_instructors",
    "reading_seconds",
]

CONTENT = Path(__file__).parent / "content"
WORDS_PER_MINUTE = 200
SECONDS_PER_QUESTION = 45
MAX_CLIP_MS = 6000
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_courses(collection: Collection, root: Path = CONTENT) -> list[CourseContent]:
    """Every course of a collection, in the order `order.toml` gives them.

    Raises ContentError, naming file and field or line, at the first thing that is wrong.
    """
    if collection not in COLLECTIONS:
        raise ValueError(f"no such collection: {collection}")
    home = root / collection
    order = read_table(home / "order.toml")
    slugs = order.texts("courses", 1, 99)
    order.finish()
    folders = {path.name for path in home.iterdir() if path.is_dir()}
    for slug in sorted(folders ^ set(slugs)):
        raise order.error("courses", f"{slug!r} is not both listed and a folder")
    instructors = load_instructors(root)
    return [load_course(home / slug, instructors) for slug in slugs]


def load_instructors(root: Path = CONTENT) -> dict[str, InstructorContent]:
    """Everybody in `instructors.toml`, by key. Raises ContentError."""
    table = read_table(root / "instructors.toml")
    found: dict[str, InstructorContent] = {}
    for row in table.tables("instructors", 1, 99):
        person = InstructorContent(
            key=row.text("key"),
            name=row.text("name"),
            native_name=row.text("native_name", default=""),
            native_language=row.one_of("native_language", ("", *LANGUAGES), default=""),
            email=row.text("email"),
            title=row.text("title"),
            bio_md=row.text("bio"),
        )
        row.finish()
        if person.key in found:
            raise row.error("key", f"{person.key!r} is there twice")
        found[person.key] = person
    table.finish()
    return found


def load_course(folder: Path, instructors: dict[str, InstructorContent]) -> CourseContent:
    """One course out of its folder. Raises ContentError."""
    if not SLUG.fullmatch(folder.name):
        raise ContentError(folder, "", "the folder's name is not a slug")
    table = read_table(folder / "course.toml")
    title = table.text("title")
    hue, figure = cover_of(title)
    language = table.one_of("language", LANGUAGES)
    key = table.text("instructor")
    if key not in instructors:
        raise table.error("instructor", f"{key!r} is not in instructors.toml")
    used: set[str] = {"course.toml"}
    cover = _Cover(folder.name, title, language, hue, figure)
    course = CourseContent(
        slug=folder.name,
        title=title,
        summary=table.text("summary"),
        description_md=table.text("description"),
        language=language,
        level=table.one_of("level", LEVELS),
        industry=table.one_of("industry", INDUSTRIES),
        skills=_skills(table),
        outcomes=table.texts("outcomes", 4, 6),
        prerequisites_md=table.text("prerequisites"),
        hue=hue,
        figure=figure,
        instructor=instructors[key],
        modules=tuple(_module(row, cover, used) for row in table.tables("modules", 2, 3)),
    )
    table.finish()
    _check_whole(table, course, folder, used)
    return course


def _skills(table: Table) -> tuple[str, ...]:
    """The skills a course trains, one to three, as the catalogue names them."""
    skills = table.texts("skills", 1, 3)
    for skill in skills:
        if skill not in SKILLS:
            raise table.error("skills", f"{skill!r} is none of {', '.join(SKILLS)}")
    return skills


def cover_of(title: str) -> tuple[int, str]:
    """(hue, figure) of a title: the first two bytes of its SHA-256, as the catalogue does it."""
    digest = hashlib.sha256(title.encode()).digest()
    return digest[0] % HUES, FIGURES[digest[1] % len(FIGURES)]


def reading_seconds(text: str) -> int:
    """Seconds to read `text` at 200 words a minute, in steps of 15, at least 60."""
    words = sum(1 for token in text.split() if any(sign.isalnum() for sign in token))
    return max(60, math.ceil(words * 60 / WORDS_PER_MINUTE / 15) * 15)


@dataclass(frozen=True, slots=True)
class _Cover:
    """What a clip takes from its course."""

    slug: str
    title: str
    language: str
    hue: int
    figure: str


def _module(table: Table, cover: _Cover, used: set[str]) -> ModuleContent:
    title = table.text("title")
    rows = table.tables("lessons", 3, 4)
    lessons = tuple(_lesson(row, cover, used) for row in rows)
    table.finish()
    if [lesson.kind for lesson in lessons].count("quiz") != 1 or lessons[-1].kind != "quiz":
        raise table.error("lessons", "a module ends with its one quiz")
    return ModuleContent(title=title, lessons=lessons)


def _lesson(table: Table, cover: _Cover, used: set[str]) -> LessonContent:
    key = table.text("key")
    if not SLUG.fullmatch(key):
        raise table.error("key", f"{key!r} is not a slug")
    title = table.text("title")
    preview = table.flag("preview", default=False)
    kind = table.one_of("kind", ("text", "video", "quiz"), default="text")
    home = table.file.parent
    if kind == "text":
        used.add(f"{key}.md")
        body = read_text(home / f"{key}.md")
        table.finish()
        seconds = reading_seconds(body)
        return LessonContent(key, title, "text", body, seconds, preview, None, None)
    if kind == "video":
        notes = table.text("notes")
        clip = _clip(table, key, title, cover)
        table.finish()
        seconds = math.ceil(clip.duration_ms / 1000)
        return LessonContent(key, title, "video", notes, seconds, preview, None, clip)
    used.add(f"{key}.toml")
    quiz = read_quiz(home / f"{key}.toml")
    table.finish()
    seconds = SECONDS_PER_QUESTION * len(quiz.questions)
    return LessonContent(key, title, "quiz", "", seconds, preview, quiz, None)


def _clip(table: Table, key: str, title: str, cover: _Cover) -> ClipContent:
    slides = tuple(_slide(row, cover.language) for row in table.tables("slides", 2, 3))
    clip = ClipContent(
        name=f"{cover.slug}-{key}",
        title=title,
        kicker=cover.title,
        language=cover.language,
        hue=cover.hue,
        figure=cover.figure,
        slides=slides,
    )
    if clip.duration_ms > MAX_CLIP_MS:
        raise table.error("slides", f"{clip.duration_ms} ms in all, more than {MAX_CLIP_MS}")
    if len({tuple(language for language, _ in slide.captions) for slide in slides}) != 1:
        raise table.error("slides", "every slide must have captions in the same languages")
    return clip


def _slide(row: Table, language: str) -> SlideContent:
    also = row.mapping("also")
    if language in also or not set(also) <= set(LANGUAGES):
        raise row.error("also", "captions in other languages than the course's, of those we have")
    slide = SlideContent(
        heading=row.text("heading"),
        lines=row.texts("lines", 1, 3),
        duration_ms=row.number("ms", 1000, 3000, default=2000),
        captions=((language, row.text("caption")), *sorted(also.items())),
    )
    row.finish()
    return slide


def _check_whole(table: Table, course: CourseContent, folder: Path, used: set[str]) -> None:
    keys = [lesson.key for lesson in course.lessons]
    _refuse_twice(table, "modules", keys)
    _refuse_twice(table, "modules", [lesson.title for lesson in course.lessons])
    if not any(lesson.kind == "video" for lesson in course.lessons):
        raise table.error("modules", "no video lesson")
    if not any(lesson.is_preview for lesson in course.lessons):
        raise table.error("modules", "no lesson is a preview")
    for name in sorted({path.name for path in folder.iterdir()} - used):
        raise ContentError(folder / name, "", "no lesson uses this file")


def _refuse_twice(table: Table, field: str, values: Sequence[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise table.error(field, f"{value!r} is there twice")
