"""Words with a fixed meaning: roles and what each implies, scripts of names, states of an invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do. A company knows the first five, the public site the last four."""

    LEARNER = "learner", _("Learner")
    MANAGER = "manager", _("Manager")
    AUTHOR = "author", _("Author")
    ADMIN = "admin", _("L&D admin")
    OWNER = "owner", _("Owner")
    CONSUMER = "consumer", _("Learner")
    INSTRUCTOR = "instructor", _("Instructor")
    RECRUITER = "recruiter", _("Recruiter")
    STAFF = "staff", _("Staff")


COMPANY_ROLES = (Role.LEARNER, Role.MANAGER, Role.AUTHOR, Role.ADMIN, Role.OWNER)
PUBLIC_ROLES = (Role.CONSUMER, Role.INSTRUCTOR, Role.RECRUITER, Role.STAFF)

IMPLIED: dict[Role, frozenset[Role]] = {
    Role.OWNER: frozenset({Role.ADMIN, Role.AUTHOR, Role.MANAGER, Role.LEARNER}),
    Role.ADMIN: frozenset({Role.AUTHOR, Role.MANAGER, Role.LEARNER}),
    Role.AUTHOR: frozenset({Role.LEARNER}),
    Role.MANAGER: frozenset({Role.LEARNER}),
    Role.STAFF: frozenset({Role.INSTRUCTOR, Role.CONSUMER}),
    Role.INSTRUCTOR: frozenset({Role.CONSUMER}),
}


class NameLanguage(models.TextChoices):
    """The language of a name in its own script (BCP 47), which picks the font it is set in."""

    HINDI = "hi", _("Hindi")
    MARATHI = "mr", _("Marathi")
    TAMIL = "ta", _("Tamil")
    TELUGU = "te", _("Telugu")
    BENGALI = "bn", _("Bengali")


class PersonStatus(models.TextChoices):
    """Where a person stands: has signed in or may, was asked to, or is switched off."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Not yet joined")
    INACTIVE = "inactive", _("Deactivated")


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class SignInMethod(models.TextChoices):
    """How somebody proved who they are. `phone` and `desk` are for people without e-mail."""

    PASSWORD = "password", _("Password")
    CODE = "code", _("Code by e-mail")
    PASSKEY = "passkey", _("Passkey")
    TOTP = "totp", _("Code from the app")
    RECOVERY = "recovery", _("Recovery code")
    SOCIAL = "social", _("Linked account")
    LINK = "link", _("Link by e-mail")
    INVITATION = "invitation", _("Invitation")
    PHONE = "phone", _("Code by phone")
    DESK = "desk", _("Code from an admin")
    PIN = "pin", _("PIN on a shared device")
    OTHER = "other", _("Other way")


class SignInOutcome(models.TextChoices):
    """What became of a try."""

    DONE = "done", _("Signed in")
    WRONG = "wrong", _("Wrong password or code")
    HELD = "held", _("Held back: too many tries")


class PhonePurpose(models.TextChoices):
    """What a code sent to a phone is good for; for anything else it is not."""

    SIGN_IN = "sign_in", _("Sign in by number")
    EMPLOYEE = "employee", _("Sign in by employee ID")
    PROVE = "prove", _("Prove a number")
