"""What the ground floor holds about people: mail, texts, and the audit log."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_TOLD = _("So that you are told what concerns you, and it can be shown that you were")

HELD = (
    Held(
        model="kernel.MailMessage",
        email="to",
        what=_("Mails sent to you"),
        why=_TOLD,
        fate=Fate.DELETE,
        leave_out=("html",),
        dated="created_at",
        keep_days=180,
    ),
    Held(
        model="kernel.TextMessage",
        phone="to",
        what=_("Text messages sent to you"),
        why=_TOLD,
        fate=Fate.DELETE,
        dated="created_at",
        keep_days=180,
    ),
    Held(
        model="kernel.AuditEntry",
        person="actor_id",
        what=_("What you did, in the audit log"),
        why=_("So that it can be seen who changed what"),
        fate=Fate.KEEP,
        reason=_("a log that could be changed would prove nothing"),
    ),
)
POINTERS = ()
