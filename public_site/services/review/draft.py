"""Beginning an application and keeping its draft, whatever state the answers are in."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from public_site.enums import OPEN_STATES, ReviewKind, ReviewState
from public_site.models import Review
from public_site.services.review.rows import locked_own
from tenants.accounts.api import Role, User, has_role
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Refused
from tenants.kernel.words import day_year

EDITABLE = (ReviewState.DRAFT, ReviewState.ASKED)
# Of one answer in a draft; forms ask for far less.
LONGEST_ANSWER = 20_000
MOST_FIELDS = 20
_GIVES = {ReviewKind.INSTRUCTOR: Role.INSTRUCTOR, ReviewKind.COMPANY: Role.RECRUITER}


def begin_application(*, kind: ReviewKind, applicant: User, language: str = "") -> UUID:
    """Return the applicant's open application of a kind, beginning one when there is none.

    Args:
        kind: what is applied for.
        applicant: who applies.
        language: of the pages, in which mails will be written.

    Raises:
        Refused: they have the role already, or may not apply again yet.
    """
    with transaction.atomic():
        # Two beginnings at once: the second waits here and then finds the first's.
        User.objects.select_for_update(no_key=True).get(id=applicant.id)
        mine = Review.objects.filter(applicant=applicant, kind=kind)
        found = mine.filter(state__in=OPEN_STATES).first()
        if found is not None:
            return found.id
        if has_role(applicant, _GIVES[kind]):
            raise Refused(_("You have this role already."))
        last = mine.filter(state=ReviewState.DECLINED).order_by("-decided_at").first()
        if last is not None and last.may_reapply_at and last.may_reapply_at > now():
            raise Refused(
                _("You can apply again from %(day)s.") % {"day": day_year(last.may_reapply_at)}
            )
        review = Review.objects.create(
            kind=kind,
            applicant=applicant,
            title=applicant.display_name[:200],
            language=language,
            # Whoever applies again begins with what was there.
            answers=last.answers if last is not None else {},
            created_at=now(),
            updated_at=now(),
        )
    return review.id


def save_step(*, review_id: UUID, applicant: User, step: str, answers: dict[str, Any]) -> None:
    """Keep what was typed in one step, right or wrong: whether it passes is asked on sending.

    Args:
        review_id: the applicant's own application.
        applicant: who types.
        step: its name.
        answers: texts and lists of texts by field; others are refused.

    Raises:
        Missing: they have no such application.
        Conflict: it has been sent; nothing changes.
        Invalid: an answer is far too long to be one.
    """
    for name, value in answers.items():
        values = value if isinstance(value, list) else [value]
        if any(not isinstance(one, str) or len(one) > LONGEST_ANSWER for one in values):
            raise Invalid(_("This is too long."), field=name)
    with transaction.atomic():
        review = editable(review_id, applicant)
        review.answers = {**review.answers, step: dict(list(answers.items())[:MOST_FIELDS])}
        review.updated_at = now()
        review.save(update_fields=["answers", "updated_at"])


def editable(review_id: UUID, applicant: User) -> Review:
    """Return an application that is the applicant's to change, locked.

    Raises:
        Missing: they have no such application.
        Conflict: it is with us, or decided.
    """
    review = locked_own(review_id, applicant)
    if review.state not in EDITABLE:
        raise Conflict(
            _("Your application has been sent and is with our reviewers. It cannot be changed now.")
        )
    return review
