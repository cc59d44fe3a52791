"""The demo's reviews as rows of those who have studied; the courses' figures follow from them."""

from datetime import timedelta
from uuid import UUID

from deploy.demo.reviews import ReviewContent, load_reviews, silent_stars
from deploy.demo.seed.courses import SeededCourse
from learning.catalogue.models import Course
from learning.delivery.enums import Signature
from learning.delivery.models import CourseReview, Enrolment
from learning.delivery.selectors.enrolment import info_of
from learning.delivery.services.review import count_again
from tenants.kernel.clock import now

_AFTER = timedelta(hours=3)
_REPLY_AFTER = timedelta(days=2)


def seed_reviews(courses: dict[str, SeededCourse]) -> None:
    """Write reviews for the courses of the public site; call it after their history."""
    written = load_reviews()
    for slug, seeded in courses.items():
        enrolments = [
            row
            for row in Enrolment.objects.filter(course_id=seeded.course_id)
            .select_related("learner")
            .order_by("last_activity_at", "id")
            if info_of(row).has_studied
        ]
        texts = iter(written.get(slug, []))
        owner_id = Course.objects.values_list("owner_id", flat=True).get(id=seeded.course_id)
        rows = [_row(slug, one, next(texts, None), owner_id) for one in enrolments]
        CourseReview.objects.bulk_create(row for row in rows if row is not None)
        count_again(seeded.course_id)


def _row(
    course: str, enrolment: Enrolment, content: ReviewContent | None, owner_id: UUID
) -> CourseReview | None:
    stars = content.stars if content else silent_stars(course, enrolment.learner.email or "")
    if stars is None:
        return None
    at = min((enrolment.last_activity_at or enrolment.enrolled_at) + _AFTER, now())
    row = CourseReview(
        enrolment=enrolment,
        course_id=enrolment.course_id,
        stars=stars,
        text=content.text if content else "",
        signature=content.signature if content else Signature.INITIALS,
        written_at=at,
    )
    if content and content.reply:
        row.reply, row.replied_by_id = content.reply, owner_id
        row.replied_at = min(at + _REPLY_AFTER, now())
    return row
