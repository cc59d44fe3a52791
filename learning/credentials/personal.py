"""What certificates hold about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

HELD = (
    Held(
        model="credentials.Certificate",
        person="learner_id",
        what=_("Certificates"),
        why=_("So that whoever you show one to can check it"),
        fate=Fate.KEEP,
        reason=_("others rely on it; you can have it revoked"),
        files=("pdf_key",),
    ),
)
POINTERS = ()
