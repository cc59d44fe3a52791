"""Who may do what on the public site, each rule by its name."""

from uuid import UUID

from public_site.models import Review
from tenants.accounts.api import Action, Role, User, Visitor, allows, has_role, may


def is_staff(user: Visitor) -> bool:
    """Whether somebody works for the platform and reviews applications."""
    return may(user, Action.REVIEW_APPLICATIONS)


is_staff.action = Action.REVIEW_APPLICATIONS  # type: ignore[attr-defined]


# The platform's own log; a company's is read by its admins, there.
can_read_audit_log = allows(Action.READ_AUDIT_LOG)


def is_instructor(user: Visitor) -> bool:
    """Whether somebody teaches on the public site."""
    return has_role(user, Role.INSTRUCTOR)


def can_review(user: Visitor, review: Review) -> bool:
    """Staff review every application but their own."""
    return is_staff(user) and isinstance(user, User) and user.pk != review.applicant_id


def can_decide(user: Visitor, review: Review) -> bool:
    """Who has taken an application decides it; so two reviewers do not work on the same one."""
    return can_review(user, review) and getattr(user, "pk", None) == review.assignee_id


def can_read_documents(user: Visitor, applicant_id: UUID) -> bool:
    """The papers of an application are for its applicant and for staff."""
    return isinstance(user, User) and (user.pk == applicant_id or is_staff(user))
