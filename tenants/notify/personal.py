"""What notifications hold about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_TOLD = _("So that you are told what concerns you")
_CHOSEN = _("So that you are told only what you chose, when it suits you")

HELD = (
    Held(
        model="notify.Delivery",
        person="user_id",
        what=_("What became of messages to you"),
        why=_TOLD,
        fate=Fate.DELETE,
    ),
    Held(
        model="notify.Notification",
        person="user_id",
        what=_("Notifications"),
        why=_TOLD,
        fate=Fate.DELETE,
    ),
    Held(
        model="notify.Preference",
        person="user_id",
        what=_("What you chose to be told, and how"),
        why=_CHOSEN,
        fate=Fate.DELETE,
    ),
    Held(
        model="notify.PersonRules",
        person="user_id",
        what=_("Quiet hours and summaries"),
        why=_CHOSEN,
        fate=Fate.DELETE,
    ),
    Held(
        model="notify.PushSubscription",
        person="user_id",
        what=_("Browsers that show you notifications"),
        why=_TOLD,
        fate=Fate.DELETE,
        leave_out=("p256dh", "auth", "endpoint_sha256"),
    ),
    Held(
        model="notify.AddressTrouble",
        email="address",
        what=_("Trouble with your address"),
        why=_("So that mail is not sent to where it does not arrive"),
        fate=Fate.DELETE,
    ),
)
POINTERS = (
    # Found by the address: what went to nobody's account is somebody's data, too.
    "notify.AddressTrouble.user",
    "notify.ChatChannel.created_by",
    "notify.TextOverride.changed_by",
)
