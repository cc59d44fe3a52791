"""What learners are told."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from tenants.notify.enums import Channel, Urgency
from tenants.notify.kinds.kind import Group, Kind

_NEXT = (Channel.PUSH, Channel.WHATSAPP, Channel.SMS)
_COURSE = "Discovery calls that qualify"

LEARNING = (
    Kind(
        name="learning.assignment_given",
        group=Group.LEARNING,
        label=_("A course is assigned to you"),
        description=_("When a course becomes yours to finish, with its date."),
        fields={"course_title": str, "due_on": date, "note": str, "lessons": int, "team": str},
        subject=_("{course_title}: due {due_on}"),
        intro=_("“{course_title}” was assigned to you. It is due on {due_on}."),
        line=_("{course_title} was assigned to you, due {due_on}"),
        action=_("Start the course"),
        text="notify_assignment",
        text_fields=("course_title", "due_on"),
        icon="calendar",
        chat=_("{course_title} was assigned to {team}, due {due_on}"),
        chat_label=_("A course is assigned to a team"),
        detail="assignment",
        fallback=_NEXT,
        company_only=True,
        sample={
            "course_title": _COURSE,
            "due_on": date(2026, 12, 6),
            "note": "",
            "lessons": 12,
            "team": "Mumbai",
        },
    ),
    Kind(
        name="learning.reminder_sent",
        group=Group.LEARNING,
        label=_("Your manager reminds you"),
        description=_("When somebody asks you to finish what is assigned to you."),
        fields={"manager": str, "count": int, "courses": list},
        subject=_("{manager} reminds you of your training"),
        intro=_("{manager} asks you to finish:"),
        line=_("{manager} asks you to finish what is assigned to you"),
        action=_("Go on"),
        text="notify_reminder",
        text_fields=("manager",),
        icon="clock",
        detail="reminder",
        fallback=_NEXT,
        company_only=True,
        sample={
            "manager": "Ravi Kumar",
            "count": 1,
            "courses": [
                {"title": _COURSE, "due": "2026-12-06", "late": False, "done": 3, "total": 12}
            ],
        },
    ),
    Kind(
        name="learning.course_available",
        group=Group.LEARNING,
        label=_("A course you waited for is there"),
        description=_("When a course that was not ready when it was assigned is published."),
        fields={"course_title": str, "due_on": date},
        subject=_("{course_title} is ready for you"),
        intro=_(
            "“{course_title}” was assigned to you and is published now. It is due on {due_on}."
        ),
        line=_("{course_title} is published now, due {due_on}"),
        action=_("Start the course"),
        text="notify_available",
        text_fields=("course_title", "due_on"),
        icon="book",
        company_only=True,
        sample={"course_title": _COURSE, "due_on": date(2026, 12, 6)},
    ),
    Kind(
        name="learning.certificate_ready",
        group=Group.LEARNING,
        label=_("Your certificate is ready"),
        description=_("When a course is completed and its certificate can be downloaded."),
        fields={"course_title": str, "code": str},
        subject=_("Your certificate: {course_title}"),
        intro=_(
            "You completed “{course_title}”. Your certificate is ready; its code is {code}, "
            "and anyone can verify it."
        ),
        line=_("Your certificate for {course_title} is ready"),
        action=_("Open the certificate"),
        text="notify_certificate",
        text_fields=("course_title",),
        icon="award",
        sample={"course_title": _COURSE, "code": "7Q4K-92XD-M0PA"},
    ),
    Kind(
        name="learning.certificate_revoked",
        group=Group.LEARNING,
        label=_("A certificate of yours was taken back"),
        description=_("When one of your certificates no longer holds, with the reason."),
        fields={"course_title": str, "reason": str},
        subject=_("Your certificate was taken back: {course_title}"),
        intro=_(
            "Your certificate for “{course_title}” no longer holds. The reason given: {reason}"
        ),
        line=_("Your certificate for {course_title} no longer holds: {reason}"),
        action=_("See the certificate"),
        icon="warn",
        urgency=Urgency.MANDATORY,
        on=frozenset({Channel.MAIL}),
        offered=frozenset({Channel.MAIL}),
        may_reword=False,
        sample={"course_title": _COURSE, "reason": "Issued by mistake."},
    ),
    Kind(
        name="learning.review_answered",
        group=Group.LEARNING,
        label=_("Your review is answered"),
        description=_("When somebody who works on a course answers your review of it."),
        fields={"person": str, "course_title": str},
        subject=_("{person} answered your review of {course_title}"),
        intro=_("{person} answered your review of “{course_title}”."),
        line=_("{person} answered your review of {course_title}"),
        action=_("Read the answer"),
        icon="book",
        urgency=Urgency.DIGESTABLE,
        offered=frozenset({Channel.MAIL, Channel.PUSH}),
        sample={"person": "Meera Krishnan", "course_title": _COURSE},
    ),
    Kind(
        name="learning.review_hidden",
        group=Group.LEARNING,
        label=_("A review of yours was hidden"),
        description=_("When a moderator hides your review of a course, with the reason."),
        fields={"course_title": str, "reason": str},
        subject=_("Your review of {course_title} was hidden"),
        intro=_(
            "Your review of “{course_title}” is no longer shown to others. The reason given: {reason}"
        ),
        line=_("Your review of {course_title} was hidden: {reason}"),
        action=_("See your review"),
        icon="warn",
        on=frozenset({Channel.MAIL}),
        offered=frozenset({Channel.MAIL, Channel.PUSH}),
        may_reword=False,
        sample={"course_title": _COURSE, "reason": "It names a customer."},
    ),
)
