"""What the fields of the audit log's changes are called, and how their values are said.

A name means the same in every action. What is missing here is shown by its own name; a test holds that nothing that
is recorded by name is missing.
"""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.audit_words import Wording

_ROLE = "tenants.accounts.enums.Role"
_LANGUAGE = "tenants.kernel.audit_words.spoken"

AUDIT_WORDS = {
    # People.
    "name": Wording(_("Name")),
    "native_name": Wording(_("Name in own script")),
    "native_language": Wording(
        _("Language of that name"), "choice", "tenants.accounts.enums.NameLanguage"
    ),
    "email": Wording(_("E-mail")),
    "phone": Wording(_("Phone")),
    "job_title": Wording(_("Job title")),
    "employee_id": Wording(_("Employee ID")),
    "language": Wording(_("Page language"), "choice", _LANGUAGE),
    "department": Wording(_("Team")),
    "without_team": Wording(_("Out of their team")),
    "role": Wording(_("Role"), "choice", _ROLE),
    "roles": Wording(_("Roles"), "choice", _ROLE, is_list=True),
    "add_role": Wording(_("Role given"), "choice", _ROLE),
    "remove_role": Wording(_("Role taken back"), "choice", _ROLE),
    "is_active": Wording(_("Active")),
    "active": Wording(_("Active")),
    "invite": Wording(_("Invited")),
    "invited": Wording(_("Invited")),
    "made": Wording(_("Added")),
    "people": Wording(_("People")),
    "wanted": Wording(_("What was changed")),
    "placement": Wording(_("Team"), "unsaid"),
    "expires_at": Wording(_("Good until"), "moment"),
    "ended": Wording(_("Sessions ended")),
    # Merging and leaving.
    "other": Wording(_("The other account"), "unsaid"),
    "other_was": Wording(_("The other account")),
    "taken_over": Wording(_("Taken over from it"), is_list=True),
    "into": Wording(_("Into"), "unsaid"),
    "into_name": Wording(_("Into")),
    "merged_from": Wording(_("From the account of"), "unsaid"),
    "merged_from_name": Wording(_("From the account of")),
    "merged_into": Wording(_("To the account of"), "unsaid"),
    "merged_into_name": Wording(_("To the account of")),
    "to": Wording(_("To")),
    "courses": Wording(_("Courses")),
    "teams": Wording(_("Teams"), is_list=True),
    "managers": Wording(_("Managers"), is_list=True),
    # Roles of one's own.
    "about": Wording(_("About")),
    "actions": Wording(_("Allowed to"), "choice", "tenants.accounts.actions.Action", is_list=True),
    "for": Wording(_("For"), "choice", "tenants.kernel.audit_words.REACHES"),
    # Courses, assignments, certificates.
    "due_on": Wording(_("Due"), "day"),
    "version": Wording(_("Version")),
    "editor": Wording(_("Author"), "unsaid"),
    "editor_name": Wording(_("Author")),
    "course": Wording(_("Course"), "unsaid"),
    "course_title": Wording(_("Course")),
    "code": Wording(_("Certificate number")),
    "reason": Wording(_("Reason")),
    # Messages.
    "subject": Wording(_("Subject")),
    "intro": Wording(_("First words")),
    "changed": Wording(_("Changed"), is_list=True),
    "service": Wording(_("Service"), "choice", "tenants.notify.enums.ChatService"),
    "kinds": Wording(_("About"), "choice", "tenants.notify.kinds.KINDS", is_list=True),
    # The brand and the company.
    "colour": Wording(_("Colour")),
    "logo": Wording(_("Logo"), "file"),
    "picture": Wording(_("Picture beside the sign-in"), "file"),
    "frame": Wording(
        _("Frame of certificates"), "choice", "learning.credentials.enums.CertificateFrame"
    ),
    "background": Wording(_("Picture behind certificates"), "file"),
    "signatory_name": Wording(_("Who signs")),
    "signatory_title": Wording(_("Their title")),
    "time_zone": Wording(_("Time zone")),
    "status": Wording(_("Status"), "choice", "tenants.enums.TenantStatus"),
    "group": Wording(_("Contract")),
    "contract": Wording(_("Contract number")),
    "city": Wording(_("City")),
    # Programs and our support.
    "kind": Wording(_("Kind"), "choice", "tenants.api_access.enums.TokenKind"),
    "scopes": Wording(_("Allowed to"), "choice", "tenants.api_access.enums.Scope", is_list=True),
    "days": Wording(_("Good for days")),
    "overlap_hours": Wording(_("Old one good for hours")),
    "hours": Wording(_("Hours")),
    "what_for": Wording(_("What for")),
    "staff": Wording(_("Who looked")),
    # Applications.
    "number": Wording(_("Version")),
    "questions": Wording(_("Questions"), is_list=True),
    "reasons": Wording(_("Reasons"), "choice", "public_site.enums.DeclineReason", is_list=True),
    "reapply_days": Wording(_("May apply again after days")),
    "granted": Wording(_("The role is new")),
    "was": Wording(_("Before"), "choice", "public_site.enums.ReviewState"),
    "by": Wording(_("Proven by"), "choice", "public_site.enums.ProofMethod"),
    "from": Wording(_("Taken over from")),
    # Where companies lie.
    "cluster": Wording(_("Database cluster")),
    "rows": Wording(_("Rows")),
    "files": Wording(_("Files")),
    "of": Wording(_("Made from")),
    "made_at": Wording(_("Made at"), "moment"),
}
