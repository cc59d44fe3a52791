"""Creating a course, changing its details, sharing it, taking it off the shelf."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue.enums import CourseStatus, Skill
from learning.catalogue.events import CourseUnarchived
from learning.catalogue.models import Course
from learning.catalogue.policies import course as policy
from learning.catalogue.services.cover import cover_of
from learning.catalogue.services.slug import free_slug
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.events import publish
from tenants.kernel.plain_text import clean_line

OUTCOMES_LIMIT = 8
OUTCOME_LENGTH = 160


@dataclass(frozen=True, slots=True)
class CourseDetails:
    """What a course says of itself. Applies at once; only modules and lessons wait for a version."""

    title: str
    summary: str = ""
    description_md: str = ""
    language: str = "en"
    level: str = "beginner"
    industry: str = "general"
    outcomes: tuple[str, ...] = ()
    prerequisites_md: str = ""
    instructor_name: str = ""
    skills: tuple[str, ...] = ()


def create_course(*, details: CourseDetails, owner: User, slug: str = "") -> UUID:
    """Create a draft without any module.

    Args:
        details: as shown.
        owner: whose course it is; named as instructor unless `details` names somebody.
        slug: its word in addresses; made from the title when empty.

    Returns:
        The course's id.

    Raises:
        Invalid: no title, too many or too long outcomes.
        Conflict: the slug is taken.
    """
    title = _title(details.title)
    hue, figure = cover_of(title)
    moment = now()
    with transaction.atomic():
        if slug and Course.objects.filter(slug=slug).exists():
            raise Conflict(_("Another course has this address."), field="slug")
        course = Course.objects.create(
            title=title,
            slug=slug or free_slug(title),
            summary=details.summary.strip(),
            description_md=details.description_md.strip(),
            language=details.language,
            level=details.level,
            industry=details.industry,
            outcomes=_outcomes(details.outcomes),
            skills=_skills(details.skills),
            prerequisites_md=details.prerequisites_md.strip(),
            hue=hue,
            figure=figure,
            owner=owner,
            instructor_name=details.instructor_name.strip() or owner.display_name,
            edited_at=moment,
            created_at=moment,
            updated_at=moment,
        )
        audit.record("catalogue.course_created", actor=owner, target=title, target_id=course.id)
    return course.id


def update_details(*, course_id: UUID, details: CourseDetails, actor: User) -> None:
    """Change what a course says of itself. Its address and its cover stay.

    Raises:
        Missing: there is no such course.
        Invalid: no title, too many or too long outcomes.
    """
    with transaction.atomic():
        course = locked(course_id)
        course.title = _title(details.title)
        course.summary = details.summary.strip()
        course.description_md = details.description_md.strip()
        course.language = details.language
        course.level = details.level
        course.industry = details.industry
        course.outcomes = _outcomes(details.outcomes)
        course.skills = _skills(details.skills)
        course.prerequisites_md = details.prerequisites_md.strip()
        course.instructor_name = details.instructor_name.strip() or course.instructor_name
        course.updated_at = now()
        course.save()
        audit.record(
            "catalogue.course_details_changed",
            actor=actor,
            target=course.title,
            target_id=course.id,
        )


def archive_course(*, course_id: UUID, actor: User) -> None:
    """Take a course off the shelf. Those who study it go on; nobody new begins.

    Raises:
        Missing: there is no such course.
    """
    with transaction.atomic():
        course = locked(course_id)
        if course.status == CourseStatus.ARCHIVED:
            return
        _set_status(course, CourseStatus.ARCHIVED, "catalogue.course_archived", actor)


def unarchive_course(*, course_id: UUID, actor: User) -> None:
    """Put a course back where it was: published if it ever was, else a draft.

    Raises:
        Missing: there is no such course.
    """
    with transaction.atomic():
        course = locked(course_id)
        if course.status != CourseStatus.ARCHIVED:
            return
        status = CourseStatus.PUBLISHED if course.current_version_id else CourseStatus.DRAFT
        _set_status(course, status, "catalogue.course_unarchived", actor)
        if status == CourseStatus.PUBLISHED:
            publish(CourseUnarchived(course_id=course_id))


def share_course(*, course_id: UUID, with_user: User, actor: User) -> None:
    """Let another author change a course.

    Raises:
        Missing: there is no such course.
        Invalid: the person is not an author.
    """
    with transaction.atomic():
        course = locked(course_id)
        if not policy.may_author(with_user):
            raise Invalid(_("This person is not an author yet."), field="editor")
        policy.grant_editing(course, with_user)
        audit.record(
            "catalogue.course_shared",
            actor=actor,
            target=course.title,
            target_id=course.id,
            changes={"editor": str(with_user.pk), "editor_name": with_user.display_name},
        )


def unshare_course(*, course_id: UUID, with_user: User, actor: User) -> None:
    """Take a shared course back from an author.

    Raises:
        Missing: there is no such course.
    """
    with transaction.atomic():
        course = locked(course_id)
        policy.revoke_editing(course, with_user)
        audit.record(
            "catalogue.course_unshared",
            actor=actor,
            target=course.title,
            target_id=course.id,
            changes={"editor": str(with_user.pk), "editor_name": with_user.display_name},
        )


def mark_edited(*, course_id: UUID) -> None:
    """Note that a part of the outline changed, so the author sees "unpublished changes"."""
    moment = now()
    Course.objects.filter(id=course_id).update(edited_at=moment, updated_at=moment)


def locked(course_id: UUID) -> Course:
    """Return a course under a row lock, which orders all changes of its outline.

    Raises:
        Missing: there is no such course.
    """
    course = Course.objects.select_for_update(no_key=True).filter(id=course_id).first()
    if course is None:
        raise Missing(_("There is no such course."))
    return course


def _set_status(course: Course, status: str, action: str, actor: User) -> None:
    course.status = status
    course.updated_at = now()
    course.save(update_fields=["status", "updated_at"])
    audit.record(action, actor=actor, target=course.title, target_id=course.id)


def _title(text: str) -> str:
    title = clean_line(text)
    if not title:
        raise Invalid(_("Give the course a title."), field="title")
    return title


def _outcomes(lines: Iterable[str]) -> list[str]:
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    if len(kept) > OUTCOMES_LIMIT:
        raise Invalid(
            _("List at most %(limit)d outcomes.") % {"limit": OUTCOMES_LIMIT}, field="outcomes"
        )
    for number, line in enumerate(kept, start=1):
        if len(line) > OUTCOME_LENGTH:
            raise Invalid(
                _("Outcome %(number)d is longer than %(limit)d characters.")
                % {"number": number, "limit": OUTCOME_LENGTH},
                field="outcomes",
            )
    return kept


def _skills(names: Iterable[str]) -> list[str]:
    wanted = set(names)
    if unknown := wanted - set(Skill.values):
        raise Invalid(_("There is no skill “%(name)s”.") % {"name": min(unknown)}, field="skills")
    return [skill.value for skill in Skill if skill in wanted]
