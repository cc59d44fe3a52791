"""What learning holds about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_WHY = _("So that you can go on where you stopped")

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
)
POINTERS = ()
