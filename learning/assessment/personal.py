"""What quizzes hold about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

HELD = (
    Held(
        model="assessment.Attempt",
        person="enrolment__learner_id",
        what=_("Quiz attempts and answers"),
        why=_("So that a result is true and you see what to look at again"),
        fate=Fate.DELETE,
    ),
)
POINTERS = ()
