"""What engagement holds about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_WHY = _("So that you see what you have done, and how far your goals are")

HELD = (
    Held(
        model="engagement.ActivityDay",
        person="learner_id",
        what=_("On which days you learned, and for how long"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
    Held(
        model="engagement.TimelineEntry",
        person="learner_id",
        what=_("What you finished, and when"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
    Held(
        model="engagement.Goal",
        person="learner_id",
        what=_("Goals you set yourself"),
        why=_WHY,
        fate=Fate.DELETE,
    ),
)
POINTERS = ()
