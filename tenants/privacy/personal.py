"""What privacy itself holds about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_PROOF = _("So that it can be shown that your rights were respected")

HELD = (
    Held(
        model="privacy.Consent",
        person="user_id",
        what=_("What you agreed to"),
        why=_PROOF,
        fate=Fate.KEEP,
        reason=_("whoever relies on consent must be able to prove it (DPDP Act, section 6)"),
    ),
    Held(
        model="privacy.PersonalArchive",
        person="user_id",
        what=_("Copies of your data"),
        why=_("So that you can fetch them"),
        fate=Fate.DELETE,
        leave_out=("key",),
        made_files=("key",),
    ),
    Held(
        model="privacy.ErasureRequest",
        person="user_id",
        what=_("Your requests to be erased"),
        why=_PROOF,
        fate=Fate.KEEP,
        reason=_("it shows that the request was answered, and names nobody"),
    ),
)
POINTERS = (
    "privacy.ErasureRequest.decided_by",
    "privacy.SupportGrant.granted_by",
)
