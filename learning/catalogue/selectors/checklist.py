"""What stands between a draft and publication, point by point, for the author to read."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.catalogue.enums import LessonKind, MediaStatus
from learning.catalogue.selectors.draft import DraftLesson, DraftOutline


@dataclass(frozen=True, slots=True)
class Problem:
    """One place that needs work; `lesson_id` leads there, None means the outline."""

    text: str
    lesson_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One question of the checklist. Problems of a point that is no `blocker` are advice."""

    title: str
    problems: tuple[Problem, ...]
    is_blocker: bool = True

    @property
    def is_met(self) -> bool:
        """Whether nothing is left to do."""
        return not self.problems


def publication_checklist(outline: DraftOutline) -> tuple[Point, ...]:
    """Return the points in the order an author meets them; quizzes answer for themselves later."""
    return (
        Point(_("The course has modules, and every module has a lesson"), _empty_modules(outline)),
        Point(_("Every text lesson has a text"), _texts(outline)),
        Point(_("Every video lesson has a video that plays"), _videos(outline)),
        Point(_("Videos have captions"), _captions(outline), is_blocker=False),
    )


def blockers(points: tuple[Point, ...]) -> tuple[Problem, ...]:
    """Return what must be put right before anything can be published."""
    return tuple(problem for point in points if point.is_blocker for problem in point.problems)


def _empty_modules(outline: DraftOutline) -> tuple[Problem, ...]:
    if not outline.modules:
        return (Problem(_("Add a first module with a lesson.")),)
    return tuple(
        Problem(_("“%(title)s” has no lesson yet.") % {"title": module.title})
        for module in outline.modules
        if not module.lessons
    )


def _texts(outline: DraftOutline) -> tuple[Problem, ...]:
    return tuple(
        Problem(_("“%(title)s” is empty.") % {"title": lesson.title}, lesson.id)
        for lesson in outline.lessons
        if lesson.kind == LessonKind.TEXT and not lesson.has_text
    )


def _videos(outline: DraftOutline) -> tuple[Problem, ...]:
    return tuple(
        Problem(_video_state(lesson), lesson.id)
        for lesson in outline.lessons
        if lesson.kind == LessonKind.VIDEO and not lesson.has_video
    )


def _video_state(lesson: DraftLesson) -> str:
    words = {"title": lesson.title, "percent": lesson.media_progress}
    if lesson.media_status == MediaStatus.FAILED:
        return _("The video of “%(title)s” could not be processed.") % words
    if lesson.media_status:
        return _("The video of “%(title)s” is being processed (%(percent)d%%).") % words
    return _("“%(title)s” has no video yet.") % words


def _captions(outline: DraftOutline) -> tuple[Problem, ...]:
    bare = [lesson for lesson in outline.lessons if lesson.has_video and not lesson.has_captions]
    if not bare:
        return ()
    text = ngettext(
        "%(count)d video has no captions. People who watch without sound or do not hear well miss it.",
        "%(count)d videos have no captions. People who watch without sound or do not hear well miss them.",
        len(bare),
    ) % {"count": len(bare)}
    return (Problem(text, bare[0].id),)
