"""The front door of delivery. Other apps import this and `events`, nothing else."""

from learning.delivery.enums import EnrolmentState, LessonState, Source
from learning.delivery.policies import can_moderate_reviews
from learning.delivery.selectors.enrolment import (
    EnrolmentInfo,
    enrolment_by_id,
    enrolment_of,
    enrolments_of,
    learners_total,
)
from learning.delivery.selectors.feedback import Feedback, feedback_of
from learning.delivery.selectors.next_step import (
    LearnerSummary,
    NextStep,
    learner_summary,
    next_step,
)
from learning.delivery.selectors.progress import (
    CourseProgress,
    EnrolledCourse,
    LessonRow,
    ModuleRow,
    Segment,
    enrolled_courses,
    progress_outline,
)
from learning.delivery.selectors.review import ReviewInfo, ReviewPage, own_review, shown_reviews
from learning.delivery.selectors.review_queue import waiting_count as reported_reviews_waiting
from learning.delivery.selectors.study import (
    Study,
    progress_of_studies,
    step_among,
    studies_of,
)
from learning.delivery.selectors.teaching import (
    CourseAudience,
    LessonFunnel,
    audiences_of,
    funnel_of,
    learners_since,
)
from learning.delivery.services.completion import complete_lesson, mark_text_done
from learning.delivery.services.enrolment import enrol_learner, withdraw_learner
from learning.delivery.services.playback import WatchResult, open_lesson, record_watch
from learning.delivery.services.reassigning import reassign_learner
from learning.delivery.services.review import write_review
from learning.delivery.services.review_reply import reply_to_review

__all__ = [
    "CourseAudience",
    "CourseProgress",
    "EnrolledCourse",
    "EnrolmentInfo",
    "EnrolmentState",
    "Feedback",
    "LearnerSummary",
    "LessonFunnel",
    "LessonRow",
    "LessonState",
    "ModuleRow",
    "NextStep",
    "ReviewInfo",
    "ReviewPage",
    "Segment",
    "Source",
    "Study",
    "WatchResult",
    "audiences_of",
    "can_moderate_reviews",
    "complete_lesson",
    "enrol_learner",
    "enrolled_courses",
    "enrolment_by_id",
    "enrolment_of",
    "enrolments_of",
    "feedback_of",
    "funnel_of",
    "learner_summary",
    "learners_since",
    "learners_total",
    "mark_text_done",
    "next_step",
    "open_lesson",
    "own_review",
    "progress_of_studies",
    "progress_outline",
    "reassign_learner",
    "record_watch",
    "reply_to_review",
    "reported_reviews_waiting",
    "shown_reviews",
    "step_among",
    "studies_of",
    "withdraw_learner",
    "write_review",
]
