"""The front door of the catalogue. Other apps import this and `events`, nothing else."""

from learning.catalogue.enums import (
    CourseStatus,
    Figure,
    Industry,
    Language,
    LessonKind,
    Level,
    Skill,
)
from learning.catalogue.policies.access import may_author, may_edit_course, require_editor
from learning.catalogue.selectors.cards import (
    CardModule,
    CourseCard,
    cards_of_courses,
    cards_of_versions,
)
from learning.catalogue.selectors.draft import (
    CourseInfo,
    LessonInfo,
    course_info,
    draft_lesson_ids,
    lesson_info,
)
from learning.catalogue.selectors.outline import (
    Outline,
    OutlineLesson,
    OutlineModule,
    get_lesson_body,
    get_outline,
)
from learning.catalogue.selectors.playback import (
    CaptionTrack,
    PlaybackInfo,
    media_duration_ms,
    playback,
)
from learning.catalogue.selectors.published import (
    CataloguePage,
    CatalogueQuery,
    FacetOption,
    PublishedCourse,
    list_published,
    published_course,
)
from learning.catalogue.services.caption import set_captions
from learning.catalogue.services.course import (
    CourseDetails,
    archive_course,
    create_course,
    mark_edited,
    unarchive_course,
    update_details,
)
from learning.catalogue.services.lesson import add_lesson, save_lesson
from learning.catalogue.services.module import add_module
from learning.catalogue.services.publication import publish_course
from learning.catalogue.services.upload import attach_video, receive_video

__all__ = [
    "CaptionTrack",
    "CardModule",
    "CataloguePage",
    "CatalogueQuery",
    "CourseCard",
    "CourseDetails",
    "CourseInfo",
    "CourseStatus",
    "FacetOption",
    "Figure",
    "Industry",
    "Language",
    "LessonInfo",
    "LessonKind",
    "Level",
    "Outline",
    "OutlineLesson",
    "OutlineModule",
    "PlaybackInfo",
    "PublishedCourse",
    "Skill",
    "add_lesson",
    "add_module",
    "archive_course",
    "attach_video",
    "cards_of_courses",
    "cards_of_versions",
    "course_info",
    "create_course",
    "draft_lesson_ids",
    "get_lesson_body",
    "get_outline",
    "lesson_info",
    "list_published",
    "mark_edited",
    "may_author",
    "may_edit_course",
    "media_duration_ms",
    "playback",
    "publish_course",
    "published_course",
    "receive_video",
    "require_editor",
    "save_lesson",
    "set_captions",
    "unarchive_course",
    "update_details",
]
