"""What learning holds about people."""

from django.utils.translation import gettext_lazy as _

from learning.delivery.enums import Signature
from tenants.kernel.personal import Fate, Held

_WHY = _("So that you can go on where you stopped")

_FOR_OTHERS = _("So that others can tell whether a course is for them")

HELD = (
    Held(
        model="delivery.LessonProgress",
        person="enrolment__learner_id",
        what=_("Progress in lessons, minute by minute"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
    Held(
        model="delivery.Enrolment",
        person="learner_id",
        what=_("Courses you are or were in"),
        why=_WHY,
        fate=Fate.KEEP,
        reason=_("counted in figures, without your name"),
    ),
    Held(
        model="delivery.CourseReview",
        person="enrolment__learner_id",
        what=_("Your reviews of courses"),
        why=_FOR_OTHERS,
        fate=Fate.CLEAR,
        clear={"text": "", "signature": Signature.NOBODY},
        leave_out=("replied_by",),
    ),
    Held(
        model="delivery.ReviewReport",
        person="reporter_id",
        what=_("Reviews you reported"),
        why=_("So that somebody can decide whether a review may stand"),
        fate=Fate.CLEAR,
        clear={"note": ""},
    ),
)
POINTERS = ("delivery.CourseReview.replied_by", "delivery.ReviewDecision.actor")
