"""What the demo's courses are made of, once read and checked: frozen, and without any model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Collection = Literal["public", "acme", "zenith"]
LessonKind = Literal["text", "video", "quiz"]
QuestionKind = Literal["single", "multiple"]

COLLECTIONS: tuple[Collection, ...] = ("public", "acme", "zenith")
LEVELS = ("beginner", "intermediate", "advanced")
INDUSTRIES = ("general", "b2b", "b2c", "saas", "retail", "real_estate", "leadership")
SKILLS = ("prospecting", "discovery", "pitch", "objections", "closing", "follow_up")
LANGUAGES = ("en", "hi", "ta", "te", "bn")
FIGURES = ("steps", "talk", "route", "funnel", "grid", "arcs")
HUES = 12


@dataclass(frozen=True, slots=True)
class InstructorContent:
    """Who stands in front of a course; always a demo person, and the bio says so."""

    key: str
    name: str
    native_name: str
    native_language: str
    email: str
    title: str
    bio_md: str


@dataclass(frozen=True, slots=True)
class ChoiceContent:
    """One answer of a question. `feedback` is never empty on a wrong one."""

    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """One question; `single` has exactly one right choice, `multiple` at least two."""

    kind: QuestionKind
    prompt_md: str
    explanation_md: str
    points: int
    choices: tuple[ChoiceContent, ...]


@dataclass(frozen=True, slots=True)
class QuizContent:
    """A module check. `max_attempts` 0 means as many as one likes."""

    pass_percent: int
    max_attempts: int
    shuffle: bool
    questions: tuple[QuestionContent, ...]


@dataclass(frozen=True, slots=True)
class SlideContent:
    """One slide of a clip: what is drawn, how long it stays, and what its captions say.

    `captions` are (language, text) pairs; the first is in the course's own language.
    """

    heading: str
    lines: tuple[str, ...]
    duration_ms: int
    captions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClipContent:
    """A short video: slides on the course's own cover. `hue` 0-11, `figure` of FIGURES."""

    name: str
    title: str
    kicker: str
    language: str
    hue: int
    figure: str
    slides: tuple[SlideContent, ...]

    @property
    def duration_ms(self) -> int:
        """Length of the whole clip in milliseconds."""
        return sum(slide.duration_ms for slide in self.slides)

    @property
    def caption_languages(self) -> tuple[str, ...]:
        """The languages that every slide has a caption in, the course's own first."""
        return tuple(language for language, _ in self.slides[0].captions)


@dataclass(frozen=True, slots=True)
class LessonContent:
    """One lesson. `key` is unique in its course; `quiz` or `clip` is set by its kind.

    `body_md` is a text lesson's whole text, or the notes below a video.
    `duration_seconds` is reading time at 200 words a minute, the clip's length, or
    the time a quiz of that size takes.
    """

    key: str
    title: str
    kind: LessonKind
    body_md: str
    duration_seconds: int
    is_preview: bool
    quiz: QuizContent | None
    clip: ClipContent | None


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """One module of a course: lessons, and a check at its end."""

    title: str
    lessons: tuple[LessonContent, ...]


@dataclass(frozen=True, slots=True)
class CourseContent:
    """One course with everything in it, ready to be created and published."""

    slug: str
    title: str
    summary: str
    description_md: str
    language: str
    level: str
    industry: str
    skills: tuple[str, ...]
    outcomes: tuple[str, ...]
    prerequisites_md: str
    hue: int
    figure: str
    instructor: InstructorContent
    modules: tuple[ModuleContent, ...]

    @property
    def lessons(self) -> tuple[LessonContent, ...]:
        """Every lesson in the order it is studied."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def duration_seconds(self) -> int:
        """Length of the whole course in seconds."""
        return sum(lesson.duration_seconds for lesson in self.lessons)
