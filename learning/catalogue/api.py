"""The front door of the catalogue. Other apps import this and `events`, nothing else."""

from learning.catalogue.enums import (
    CareerLevel,
    CourseStatus,
    Figure,
    Format,
    Industry,
    Language,
    Length,
    LessonKind,
    Level,
    PathStatus,
    Skill,
)
from learning.catalogue.formats import HOURS_A_WEEK
from learning.catalogue.policies.access import (
    may_author,
    may_edit_all,
    may_edit_course,
    require_editor,
)
from learning.catalogue.selectors.addresses import published_addresses
from learning.catalogue.selectors.authoring import AuthoringProgress, authoring_progress
from learning.catalogue.selectors.by_owner import published_by
from learning.catalogue.selectors.cards import (
    CardModule,
    CourseCard,
    Rating,
    cards_of_courses,
    cards_of_versions,
)
from learning.catalogue.selectors.career_path import (
    CareerPathInfo,
    PathLanguage,
    PathLink,
    PathStepInfo,
    StaffStep,
    path_for_staff,
    path_languages,
    path_links,
    paths_by_id,
    published_path,
    published_path_addresses,
    published_paths,
    skill_labels,
    step_for_staff,
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
from learning.catalogue.selectors.path_list import (
    PATHS_PAGE_SIZE,
    PathFilter,
    PathRow,
    count_paths,
    find_paths,
    path_row,
)
from learning.catalogue.selectors.path_outline import PathOutline, StepOutline, path_outlines
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
from learning.catalogue.selectors.share_image import share_digest, share_image
from learning.catalogue.selectors.studio import count_courses
from learning.catalogue.selectors.suggestions import Suggestions, suggestions
from learning.catalogue.selectors.trouble import UnpreparedVideo, unprepared_videos
from learning.catalogue.services.caption import set_captions
from learning.catalogue.services.career_path import (
    PathDetails,
    create_path,
    hide_path,
    move_path,
    publish_path,
    update_path,
)
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
from learning.catalogue.services.path_step import (
    add_course,
    add_step,
    change_step,
    move_course,
    move_step,
    remove_course,
    remove_step,
    restore_step,
)
from learning.catalogue.services.publication import publish_course
from learning.catalogue.services.rating import keep_rating
from learning.catalogue.services.upload import attach_video, receive_video

__all__ = [
    "FACETS",
    "HOURS_A_WEEK",
    "PATHS_PAGE_SIZE",
    "SORTS",
    "AuthoringProgress",
    "CaptionTrack",
    "CardModule",
    "CareerLevel",
    "CareerPathInfo",
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
    "PathDetails",
    "PathFilter",
    "PathLanguage",
    "PathLink",
    "PathOutline",
    "PathRow",
    "PathStatus",
    "PathStepInfo",
    "PlaybackInfo",
    "PublishedCourse",
    "Rating",
    "Skill",
    "StaffStep",
    "StepOutline",
    "Suggestions",
    "UnpreparedVideo",
    "add_course",
    "add_lesson",
    "add_module",
    "add_step",
    "archive_course",
    "attach_video",
    "authoring_progress",
    "cards_of_courses",
    "cards_of_versions",
    "change_step",
    "count_courses",
    "count_paths",
    "course_info",
    "courses_owned_by",
    "create_course",
    "create_path",
    "draft_lesson_ids",
    "find_paths",
    "get_lesson_body",
    "get_outline",
    "hand_over_courses",
    "hide_path",
    "keep_rating",
    "lesson_info",
    "list_published",
    "mark_edited",
    "may_author",
    "may_edit_all",
    "may_edit_course",
    "media_duration_ms",
    "media_state",
    "move_course",
    "move_path",
    "move_step",
    "newest_cards",
    "outlines_of",
    "path_for_staff",
    "path_languages",
    "path_links",
    "path_outlines",
    "path_row",
    "paths_by_id",
    "playback",
    "publish_course",
    "publish_path",
    "published_addresses",
    "published_by",
    "published_course",
    "published_courses",
    "published_path",
    "published_path_addresses",
    "published_paths",
    "receive_video",
    "remove_course",
    "remove_step",
    "require_editor",
    "restore_step",
    "save_lesson",
    "set_captions",
    "share_digest",
    "share_image",
    "skill_labels",
    "step_for_staff",
    "suggestions",
    "unarchive_course",
    "unprepared_videos",
    "update_details",
    "update_path",
]
