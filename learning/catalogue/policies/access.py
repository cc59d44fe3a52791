"""The policy on courses for those who hold only an id: other apps."""

from uuid import UUID

from django.utils.translation import gettext as _

from learning.catalogue.models import Course
from learning.catalogue.policies.course import may_author, may_edit, may_edit_all
from tenants.accounts.api import Visitor
from tenants.kernel.errors import Missing, Refused

__all__ = ["may_author", "may_edit_all", "may_edit_course", "require_editor"]


def may_edit_course(user: Visitor, course_id: UUID) -> bool:
    """Whether this course exists and is theirs to change."""
    course = Course.objects.filter(id=course_id).only("id", "owner_id").first()
    return course is not None and may_edit(user, course)


def require_editor(user: Visitor, course_id: UUID) -> None:
    """Let pass who may change the course.

    Raises:
        Missing: there is no such course in this schema, whoever asks.
        Refused: there is, but it is not theirs to change.
    """
    course = Course.objects.filter(id=course_id).only("id", "owner_id").first()
    if course is None:
        raise Missing(_("There is no such course."))
    if not may_edit(user, course):
        raise Refused(_("This course is not yours to change. Ask its owner to share it with you."))
