"""Letters about an application, each told with the act it tells of, at most once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from public_site.enums import DeclineReason, ReviewKind
from public_site.models import Review, ReviewEntry
from tenants.accounts.api import User
from tenants.kernel.words import clock_time, day_year
from tenants.notify.api import notify, withdraw

PAGES = {ReviewKind.INSTRUCTOR: "/teach/", ReviewKind.COMPANY: "/recruit/"}


@dataclass(frozen=True)
class Letter:
    """What is told, as which kind of message."""

    kind: str
    subject: str
    paragraphs: tuple[str, ...]
    button: str
    path: str = "application/"
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def tell(review: Review, entry: ReviewEntry, write: Callable[[Review], Letter]) -> None:
    """Send a letter to the applicant, in their language. At most one for a line of the history."""
    home = PAGES[ReviewKind(review.kind)]
    _send(review, review.applicant, entry, write, home, review.language)


def tell_reviewer(review: Review, entry: ReviewEntry) -> None:
    """Tell whoever has taken the application that it is our turn again."""
    if review.assignee is not None:
        _send(review, review.assignee, entry, answered, "/staff/reviews/", "")


def _send(
    review: Review,
    to: User,
    entry: ReviewEntry,
    write: Callable[[Review], Letter],
    home: str,
    language: str,
) -> None:
    language = to.language or language or "en"
    with translation.override(language):
        letter = write(review)
    notify(
        to=to.id,
        kind=letter.kind,
        context={
            "headline": letter.subject,
            "opening": letter.paragraphs[0],
            "paragraphs": list(letter.paragraphs[1:]),
            "points": list(letter.points),
            "after": list(letter.after),
            "button": letter.button,
        },
        dedupe_key=key_of(entry),
        url=f"{home}{letter.path}",
        about=f"application:{review.id}",
        language=language,
    )


def key_of(entry: ReviewEntry) -> str:
    """Return the name under which a line of the history is told."""
    return f"review:{entry.id}"


def stop(entry: ReviewEntry) -> None:
    """Keep what tells of a line of the history from going out, if it has not gone out yet."""
    withdraw(dedupe_key=key_of(entry))


def received(review: Review) -> Letter:
    """We have it."""
    assert review.due_at is not None
    return Letter(
        "application.received",
        _("We have your application"),
        (
            _("Your application has arrived. A person reads it within 48 hours: by %(moment)s.")
            % {"moment": clock_time(review.due_at)},
            _("You can follow it on its page. We write as soon as something happens."),
        ),
        _("Follow the application"),
    )


def asked(review: Review) -> Letter:
    """We want to know more."""
    questions = review.questions.filter(answered_at=None).values_list("text", flat=True)
    return Letter(
        "application.asked",
        _("A question about your application"),
        (_("We have read your application and need to know more before we decide:"),),
        _("Answer now"),
        points=tuple(questions),
        after=(_("The 48 hours stand still until you answer."),),
    )


def answered(review: Review) -> Letter:
    """To the reviewer: the applicant has answered."""
    assert review.due_at is not None
    return Letter(
        "application.answered",
        _("%(name)s has answered") % {"name": review.title},
        (
            _("The answers are there, and the clock runs again: until %(moment)s.")
            % {"moment": clock_time(review.due_at)},
        ),
        _("Read the answers"),
        path=f"{review.id}/",
    )


def approved(review: Review) -> Letter:
    """Yes."""
    said = (review.message,) if review.message else ()
    if review.kind == ReviewKind.INSTRUCTOR:
        return Letter(
            "application.decided",
            _("Welcome: you can teach now"),
            (
                _("Your application is approved. The studio is open to you from this moment."),
                _("Your first steps stand on one page, from the guidelines to the first lesson."),
                *said,
            ),
            _("See your first steps"),
            path="",
        )
    return Letter(
        "application.decided",
        _("%(company)s is verified") % {"company": review.title},
        (
            _("Your application is approved. The company has its page as a verified employer."),
            *said,
        ),
        _("See the company's page"),
        path="",
    )


def declined(review: Review) -> Letter:
    """Not now, and why."""
    again = (
        _("You can apply again from %(day)s; your answers are kept for it.")
        % {"day": day_year(review.may_reapply_at)}
        if review.may_reapply_at
        else _("You can apply again at any time; your answers are kept for it.")
    )
    return Letter(
        "application.decided",
        _("About your application"),
        (_("We have read your application with care and cannot approve it now. The reasons:"),),
        _("Read it on your page"),
        points=tuple(str(DeclineReason(one).label) for one in review.reasons),
        after=(review.message, again),
    )


def undone(review: Review) -> Letter:
    """We were wrong; it is open again."""
    return Letter(
        "application.decided",
        _("Our decision on your application is taken back"),
        (
            _("We have taken our decision back, and your application is being reviewed again:"),
            review.message,
            _("What the decision had changed is as it was before. We are sorry for the confusion."),
        ),
        _("Follow the application"),
    )
