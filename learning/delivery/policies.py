"""Who may do what with reviews of courses, each rule by its name."""

from learning.delivery.selectors.enrolment import EnrolmentInfo
from tenants.accounts.api import Action, allows

# Who has done so much of a course may speak about it: a fifth of its lessons, and one at least.
SHARE_STUDIED = 5

can_moderate_reviews = allows(Action.MODERATE_REVIEWS)


def has_studied(enrolment: EnrolmentInfo) -> bool:
    """Whether a learner has done enough of a course to review it, and has not left it."""
    done = enrolment.lessons_done
    return (
        not enrolment.is_withdrawn and done >= 1 and done * SHARE_STUDIED >= enrolment.lessons_total
    )
