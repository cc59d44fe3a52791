"""What the tests of applications do again and again."""

from datetime import UTC, datetime
from typing import Any

from public_site.forms.sending import check_answers
from public_site.models import (
    InstructorProfile,
    Review,
    ReviewEntry,
)
from public_site.services.review.decision import (
    decline_application,
)
from public_site.services.review.submission import (
    answer_questions,
    save_replies,
)
from public_site.terms import terms_for
from tenants.accounts.models import RoleGrant, User
from tenants.kernel.jobs import run_due
from tenants.kernel.models import MailMessage
from tenants.notify.models import Notification

MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
EXPLAINED = "The sample lesson names three prices and explains none of them."


def roles(person: User) -> set[str]:
    return set(RoleGrant.objects.filter(user=person).values_list("role", flat=True))


def state(review: Review) -> Any:
    """Everything that a refused act must not have changed."""
    return (
        Review.objects.values().get(id=review.id),
        list(ReviewEntry.objects.values_list("kind", flat=True)),
        sorted(RoleGrant.objects.values_list("user_id", "role")),
        Notification.objects.count(),
        InstructorProfile.objects.count(),
    )


def mails() -> list[MailMessage]:
    """Return what was written to people so far, the oldest first."""
    run_due()
    return list(MailMessage.objects.order_by("created_at", "id"))


def mail_about(subject: str) -> MailMessage:
    """Return the one mail with this subject."""
    (found,) = [mail for mail in mails() if mail.subject == subject]
    return found


def decline(review: Review, staff: User, **changed: Any) -> None:
    review.refresh_from_db()
    arguments: dict[str, Any] = {
        "reasons": ["sample"],
        "message": EXPLAINED,
        "reapply_days": 30,
        "revision": review.revision,
    }
    decline_application(review_id=review.id, actor=staff, **{**arguments, **changed})


def reply(review: Review, text: str = "Yes, for two years.") -> None:
    applicant = review.applicant
    save_replies(
        review_id=review.id,
        applicant=applicant,
        replies={row.id: text for row in review.questions.all()},
    )
    answer_questions(
        review_id=review.id,
        applicant=applicant,
        answers=check_answers(review.kind, review.answers).answers,
        terms_version=terms_for(review.kind).version,
    )
