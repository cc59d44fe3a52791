"""What the account itself holds about people, with the tables of the sign-in library."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_ACCOUNT = _("So that you can sign in and be recognised")
_SAFETY = _("So that you and we notice a stranger in your account")
_REACH = _("So that messages reach you")

HELD = (
    Held(
        model="accounts.PhoneNumber",
        person="user_id",
        what=_("Phone number"),
        why=_REACH,
        fate=Fate.DELETE,
    ),
    Held(
        model="accounts.PhoneCode",
        person="user_id",
        what=_("Codes sent to your phone"),
        why=_ACCOUNT,
        fate=Fate.DELETE,
        leave_out=("code_digest", "browser_digest"),
        dated="created_at",
        keep_days=7,
    ),
    Held(
        model="accounts.DeskCode",
        person="user_id",
        what=_("One-time codes an admin gave you"),
        why=_ACCOUNT,
        fate=Fate.DELETE,
        leave_out=("code_digest",),
    ),
    Held(
        model="accounts.Pin",
        person="user_id",
        what=_("PIN"),
        why=_ACCOUNT,
        fate=Fate.DELETE,
        leave_out=("pin_hash",),
    ),
    Held(
        model="accounts.KnownDevice",
        person="user_id",
        what=_("Devices you signed in on"),
        why=_SAFETY,
        fate=Fate.DELETE,
        leave_out=("token_hash",),
    ),
    Held(
        model="accounts.SignInRecord",
        person="user_id",
        what=_("Sign-in history"),
        why=_SAFETY,
        fate=Fate.KEEP,
        reason=_("kept for 400 days to trace abuse, then removed"),
        dated="at",
        keep_days=400,
    ),
    Held(
        model="accounts.RoleGrant",
        person="user_id",
        what=_("Roles"),
        why=_("So that you may do what is yours to do"),
        fate=Fate.DELETE,
    ),
    Held(
        model="guardian.UserObjectPermission",
        person="user_id",
        what=_("Roles for one team"),
        why=_("So that you may do what is yours to do"),
        fate=Fate.DELETE,
    ),
    Held(
        model="accounts.Invitation",
        email="email",
        what=_("Invitations"),
        why=_("So that you could join"),
        fate=Fate.DELETE,
        leave_out=("token_hash",),
    ),
    Held(
        model="account.EmailAddress",
        person="user_id",
        what=_("E-mail addresses"),
        why=_REACH,
        fate=Fate.DELETE,
    ),
    Held(
        model="mfa.Authenticator",
        person="user_id",
        what=_("Passkeys, authenticator apps, recovery codes"),
        why=_ACCOUNT,
        fate=Fate.DELETE,
        leave_out=("data",),
    ),
    Held(
        model="usersessions.UserSession",
        person="user_id",
        what=_("Places where you are signed in"),
        why=_SAFETY,
        fate=Fate.DELETE,
        leave_out=("session_key",),
        dated="last_seen_at",
        keep_days=60,
    ),
    Held(
        model="socialaccount.SocialAccount",
        person="user_id",
        what=_("Linked accounts of others"),
        why=_ACCOUNT,
        fate=Fate.DELETE,
    ),
    # Last: the rows above find their person by this one.
    Held(
        model="accounts.User",
        person="id",
        what=_("Your account: name, address, language, job"),
        why=_ACCOUNT,
        fate=Fate.CLEAR,
        clear={
            "name": "Erased person",
            "email": None,
            "native_name": "",
            "native_language": "",
            "language": "",
            "job_title": "",
            "employee_id": "",
            "last_seen_at": None,
            "last_login": None,
            "merged_at": None,
        },
        leave_out=("password", "session_generation", "search_text"),
    ),
)
POINTERS = (
    "accounts.CustomRole.created_by",
    "accounts.DeskCode.issued_by",
    "accounts.Invitation.invited_by",
    "accounts.RoleGrant.granted_by",
    "accounts.SharedDevice.registered_by",
    "accounts.User.merged_into",
)
