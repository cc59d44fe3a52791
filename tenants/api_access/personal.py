"""What access by programs holds about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

HELD = (
    Held(
        model="api_access.AccessToken",
        person="owner_id",
        what=_("Access tokens for your programs"),
        why=_("So that your programs can act for you"),
        fate=Fate.DELETE,
        leave_out=("digest",),
    ),
)
POINTERS = ("api_access.AccessToken.created_by",)
