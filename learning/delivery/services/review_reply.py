"""What the people behind a course answer to a review."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue import api as catalogue
from learning.delivery.models import CourseReview
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.plain_text import clean_line
from tenants.notify.api import notify

LONGEST_REPLY = 2000


def reply_to_review(*, review_id: UUID, text: str, actor: User) -> None:
    """Write the one answer a review has, change it, or take it away with an empty text.

    Raises:
        Missing: there is no such review that others see.
        Refused: the course is not the actor's to change.
        Invalid: the text is longer than 2,000 characters.
    """
    if len(text) > LONGEST_REPLY:
        raise Invalid(
            _("Keep it under %(limit)d characters.") % {"limit": LONGEST_REPLY}, field="reply"
        )
    words = "\n".join(clean_line(line) for line in text.strip().splitlines())
    with transaction.atomic():
        review = (
            CourseReview.objects.select_for_update(of=("self",))
            .select_related("enrolment")
            .filter(id=review_id)
            .first()
        )
        if review is None or not review.is_shown:
            raise Missing(_("There is no such review."))
        if not catalogue.may_edit_course(actor, review.course_id):
            raise Refused(_("Only those who work on the course answer its reviews."))
        is_first = not review.reply and bool(words)
        review.reply = words
        review.replied_at, review.replied_by = (now(), actor) if words else (None, None)
        review.save(update_fields=["reply", "replied_at", "replied_by"])
        audit.record(
            "delivery.review_answered" if words else "delivery.review_answer_removed",
            actor=actor,
            target_id=review.id,
        )
        if is_first and review.enrolment.learner_id != actor.id:
            _tell_writer(review, actor)


def _tell_writer(review: CourseReview, actor: User) -> None:
    notify(
        to=review.enrolment.learner_id,
        kind="learning.review_answered",
        context={
            "person": actor.display_name,
            "course_title": catalogue.course_info(review.course_id).title,
        },
        dedupe_key=f"review-answer:{review.id}",
        url=f"/learn/{review.course_id}/review/",
        about=f"course:{review.course_id}",
    )
