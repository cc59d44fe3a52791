"""What guidance holds about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_WHY = _("So that we can suggest what to learn next")

HELD = (
    Held(
        model="guidance.SkillAnswer",
        person="check_taken__learner_id",
        what=_("Answers in skill checks"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
    Held(
        model="guidance.SkillEstimate",
        person="check_taken__learner_id",
        what=_("Estimates of your skills"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
    Held(
        model="guidance.SkillCheck",
        person="learner_id",
        what=_("Skill checks"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
    Held(
        model="guidance.FollowedPath",
        person="learner_id",
        what=_("Career paths you follow"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
    Held(
        model="guidance.LearnerProfile",
        person="learner_id",
        what=_("Goals and experience"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
)
POINTERS = ()
