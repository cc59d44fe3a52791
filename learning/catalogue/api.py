"""The front door of the catalogue. Other apps import this and `events`, nothing else."""

from learning.catalogue.enums import (
    CourseStatus,
    Figure,
    Format,
    Industry,
    Language,
    Length,
    LessonKind,
    Level,
    Skill,
)
from learning.catalogue.formats import HOURS_A_WEEK
from learning.catalogue.policies.access import may_author, may_edit_course, require_editor
from learning.catalogue.selectors.authoring import AuthoringProgress, authoring_progress
from learning.catalogue.selectors.cards import (
    CardModule,
    CourseCard,
    Rating,
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
from learning.catalogue.selectors.facets import FACETS, CatalogueQuery, FacetOption
from learning.catalogue.selectors.media import MediaState, media_state
from learning.catalogue.selectors.outline import (
    Outline,
    OutlineLesson,
    OutlineModule,
    get_lesson_body,
    get_outline,
    outlines_of,
)
from learning.catalogue.selectors.owner import OwnedCourse, courses_owned_by
from learning.catalogue.selectors.playback import (
    CaptionTrack,
    PlaybackInfo,
    media_duration_ms,
    playback,
)
from learning.catalogue.selectors.published import (
    SORTS,
    CataloguePage,
    PublishedCourse,
    list_published,
    newest_cards,
    published_course,
    published_courses,
)
from learning.catalogue.selectors.studio import count_courses
from learning.catalogue.selectors.suggestions import Suggestions, suggestions
from learning.catalogue.selectors.trouble import UnpreparedVideo, unprepared_videos
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
from learning.catalogue.services.owner import hand_over_courses
from learning.catalogue.services.publication import publish_course
from learning.catalogue.services.upload import attach_video, receive_video

__all__ = [
    "FACETS",
    "HOURS_A_WEEK",
    "SORTS",
    "AuthoringProgress",
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
    "Format",
    "Industry",
    "Language",
    "Length",
    "LessonInfo",
    "LessonKind",
    "Level",
    "MediaState",
    "Outline",
    "OutlineLesson",
    "OutlineModule",
    "OwnedCourse",
    "PlaybackInfo",
    "PublishedCourse",
    "Rating",
    "Skill",
    "Suggestions",
    "UnpreparedVideo",
    "add_lesson",
    "add_module",
    "archive_course",
    "attach_video",
    "authoring_progress",
    "cards_of_courses",
    "cards_of_versions",
    "count_courses",
    "course_info",
    "courses_owned_by",
    "create_course",
    "draft_lesson_ids",
    "get_lesson_body",
    "get_outline",
    "hand_over_courses",
    "lesson_info",
    "list_published",
    "mark_edited",
    "may_author",
    "may_edit_course",
    "media_duration_ms",
    "media_state",
    "newest_cards",
    "outlines_of",
    "playback",
    "publish_course",
    "published_course",
    "published_courses",
    "receive_video",
    "require_editor",
    "save_lesson",
    "set_captions",
    "suggestions",
    "unarchive_course",
    "unprepared_videos",
    "update_details",
]
