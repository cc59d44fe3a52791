"""Whose page it is: every address of a course answers only to somebody who is in it."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest

from learning.delivery.selectors.enrolment import EnrolmentInfo, enrolment_of
from tenants.accounts.api import User


def learner(request: HttpRequest) -> User:
    """Return who is signed in; for views behind `login_required`."""
    return cast(User, request.user)


def own_enrolment(request: HttpRequest, course_id: UUID) -> EnrolmentInfo | None:
    """Return the visitor's enrolment in a course, None when there is none or it was withdrawn."""
    found = enrolment_of(learner(request).id, course_id)
    return None if found is None or found.is_withdrawn else found


def own_enrolment_or_404(request: HttpRequest, course_id: UUID) -> EnrolmentInfo:
    """Return the visitor's enrolment, or answer as if there were no such course."""
    found = own_enrolment(request, course_id)
    if found is None:
        raise Http404
    return found
