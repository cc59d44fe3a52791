"""One company with one of everything, so that every address of the URL table has ids to be asked with."""

import io
from dataclasses import dataclass, field
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enterprise.models import CompanyExport, Department
from enterprise.policies.holding import hold
from enterprise.services.branding import save_branding
from enterprise.services.nudge import nudge_people
from enterprise.services.people_change import draft_change
from enterprise.services.people_upload import upload_people
from learning.assessment.api import save_quiz, start_attempt
from learning.assessment.models import Question
from learning.assessment.services.quiz import remove_question
from learning.catalogue.api import publish_course
from learning.catalogue.models import Course, Lesson
from learning.catalogue.services.course import share_course
from learning.delivery.api import enrol_learner, write_review
from learning.engagement.enums import GoalKind
from learning.engagement.services.goal import GoalTerms, set_goal
from tenants.accounts.actions import Action
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.accounts.services.shared_device import register_device
from tenants.privacy.services.archive import make_archive, request_archive
from tenants.privacy.services.erasure import request_erasure
from tenants.privacy.services.support import grant_support
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.assessment import multiple, single
from tests.factories.catalogue import (
    CaptionFactory,
    CourseFactory,
    LessonFactory,
    MediaAssetFactory,
    ModuleFactory,
)
from tests.factories.credentials import certificate_for
from tests.factories.enterprise import DepartmentFactory, make_assignment, make_manager, make_member
from tests.factories.notify import one_of_each
from tests.factories.review import make_review
from tests.factories.roles import make_role
from tests.factories.tokens import personal_token, service_token


@dataclass
class World:
    """A company, its people by role, and an id for each noun that addresses use."""

    tenant: TenantInfo
    people: dict[str, User] = field(default_factory=dict)
    ids: dict[str, object] = field(default_factory=dict)

    def id_for(self, name: str, route: str) -> object:
        """Return the id that an address' parameter stands for.

        Raises:
            KeyError: for a parameter nobody has provided for: add it here, so that it is covered.
        """
        if name == "course_id" and "certificates" in route:
            return self.ids["completed_course_id"]
        if name == "course_id" and route.endswith(("/review/remove/", "/review/restore/")):
            return self.ids["completed_course_id"]
        if name == "person_id" and "editors" in route:
            return self.ids["editor_id"]
        if name == "question_id" and "restore" in route:
            return self.ids["removed_question_id"]
        if name == "token_id" and "manage" in route:
            return self.ids["service_token_id"]
        if name == "lesson_id":
            for word, kind in (("quiz", "quiz"), ("video", "video"), ("captions", "video"),
                               ("poster", "video"), ("watch", "video")):  # fmt: skip
                if word in route:
                    return self.ids[f"{kind}_lesson_id"]
        return self.ids[name]


def build_world(tenant: TenantInfo) -> World:
    """Fill a company; call it outside any schema."""
    with in_tenant(tenant):
        world = World(tenant)
        department: Department = DepartmentFactory(name="North")
        people = world.people
        people["owner"] = UserFactory(name="Olive Owner", roles=[Role.OWNER])
        people["admin"] = UserFactory(name="Adil Admin", roles=[Role.ADMIN])
        people["author"] = UserFactory(name="Anu Author", roles=[Role.AUTHOR])
        people["manager"] = make_manager(department, name="Mani Manager")
        people["learner"] = make_member(department, name="Lata Learner")
        person = make_member(department, name="Pavan Person")
        editor = UserFactory(name="Esha Editor", roles=[Role.AUTHOR])
        course = course_of_everything(world)
        share_course(course_id=course.id, with_user=editor, actor=people["author"])
        assignment = make_assignment(department, course=course, actor=people["admin"])
        enrolment = enrol_learner(
            course_id=course.id, learner_id=people["learner"].id, source="self"
        )
        quiz_id = world.ids["quiz_lesson_id"]
        assert isinstance(quiz_id, UUID)
        nudged = nudge_people(learner_ids=[person.id], actor=people["manager"])
        save_branding(
            colour="#8a2a5b",
            logo=_picture(64, 64),
            picture=_picture(960, 1200),
            background=_picture(1754, 1240),
        )
        certificate = certificate_for(people["learner"])
        write_review(
            enrolment_id=certificate.enrolment_id, stars=4, text="Good.", signature="nobody"
        )
        world.ids |= {
            "completed_course_id": certificate.course_id,
            "course_id": course.id,
            "person_id": person.id,
            "editor_id": editor.id,
            "department_id": department.id,
            "assignment_id": assignment.id,
            "enrolment_id": enrolment.id,
            "course_review_id": make_review(course, person).id,
            "attempt_id": start_attempt(enrolment_id=enrolment.id, lesson_id=quiz_id),
            "certificate_id": certificate.id,
            "invitation_id": InvitationFactory(invited_by=people["admin"]).id,
            "nudge_id": nudged.nudge_ids[0],
            "import_id": _import(people["admin"]),
            "change_id": draft_change(person_ids=[person.id], actor=people["admin"]).id,
            "export_id": CompanyExport.objects.create(requested_by=people["owner"]).id,
            "role_id": _role(people["owner"], department, person),
            "token_id": personal_token(people["learner"]).id,
            "service_token_id": service_token(actor=people["owner"]).id,
            "device_id": _device(people["admin"]),
            "archive_id": finished_archive(people["learner"]),
            "goal_id": set_goal(
                learner_id=people["learner"].id,
                terms=GoalTerms(kind=GoalKind.WEEKLY_LESSONS, target=3),
            ),
            "erasure_id": request_erasure(person=people["learner"]),
            "grant_id": grant_support(hours=2, what_for="A look", actor=people["owner"]),
            **one_of_each(people["learner"], people["admin"]),
        }
    return world


def _device(actor: User) -> UUID:
    device, _secret = register_device(
        name="Counter", department_id=None, idle_seconds=60, longest_seconds=900, actor=actor
    )
    return device.id


def finished_archive(person: User) -> UUID:
    """Return the archive of a person's own data, made."""
    archive_id = request_archive(person=person)
    make_archive(archive_id=archive_id)
    return archive_id


def _role(owner: User, department: Department, holder: User) -> UUID:
    role = make_role(Action.SEE_PEOPLE, name="Front desk", actor=owner)
    hold(role, holder, None)
    hold(role, holder, department)
    return role.id


def _picture(width: int, height: int) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#8a2a5b").save(buffer, "PNG")
    return SimpleUploadedFile("picture.png", buffer.getvalue(), "image/png")


def _import(actor: User) -> UUID:
    body = b"name,email\nRavi Rao,ravi@example.com\n,broken\n"
    return upload_people(
        file=io.BytesIO(body), file_name="people.csv", size_bytes=len(body), actor=actor
    ).id


def course_of_everything(world: World) -> Course:
    """Publish a course with a lesson of each kind, by the world's author; note its ids."""
    course: Course = CourseFactory(owner=world.people["author"], title="Everything")
    module = ModuleFactory(course=course)
    text: Lesson = LessonFactory(module=module, is_preview=True)
    media = MediaAssetFactory(created_by=world.people["author"])
    CaptionFactory(media=media)
    video: Lesson = LessonFactory(module=module, kind="video", media=media, duration_seconds=60)
    quiz: Lesson = LessonFactory(module=module, kind="quiz", body_md="")
    save_quiz(lesson_id=quiz.id, questions=[single(), multiple(), single("And then?")])
    question, _other, removed = Question.objects.filter(quiz__lesson=quiz).order_by("position")
    remove_question(lesson_id=quiz.id, question_id=removed.id)
    publish_course(course_id=course.id, actor=course.owner)
    course.refresh_from_db()
    world.ids |= {
        "module_id": module.id,
        "lesson_id": text.id,
        "video_lesson_id": video.id,
        "quiz_lesson_id": quiz.id,
        "question_id": question.id,
        "removed_question_id": removed.id,
        "media_id": media.id,
        "version_id": course.current_version_id,
    }
    return course
