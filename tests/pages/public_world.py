"""The public site with one of everything, so that each of its pages has something to show."""

from learning.assessment.api import start_attempt
from learning.catalogue.models import Course
from learning.catalogue.services.course import share_course
from learning.delivery.api import enrol_learner
from learning.engagement.enums import GoalKind
from learning.engagement.services.goal import GoalTerms, set_goal
from public_site.enums import ReviewKind
from public_site.models import InstructorProfile, ReviewDocument, VerifiedEmployer
from public_site.services.review.decision import approve_application
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.models import CompanyGroup, ProvisioningRun, Tenant
from tenants.privacy.services.erasure import request_erasure
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_path
from tests.factories.credentials import certificate_for
from tests.factories.notify import one_of_each
from tests.factories.review import make_review
from tests.factories.reviews import draft_of, reviewer, sent_by, taken_by
from tests.factories.tokens import personal_token
from tests.isolation.world import World, course_of_everything, finished_archive


def build_public_world(company: TenantInfo) -> World:
    """Fill the public schema; `company` is one that our staff look after."""
    with in_tenant(PUBLIC):
        world = World(PUBLIC)
        people = world.people
        people["staff"] = reviewer(name="Sita Staff")
        people["author"] = UserFactory(name="Indu Instructor", roles=[Role.INSTRUCTOR])
        people["consumer"] = UserFactory(name="Chetan Consumer", roles=[Role.CONSUMER])
        course = course_of_everything(world)
        editor = UserFactory(name="Esha Editor", roles=[Role.INSTRUCTOR])
        share_course(course_id=course.id, with_user=editor, actor=people["author"])
        learner = people["consumer"]
        enrolment = enrol_learner(course_id=course.id, learner_id=learner.id, source="self")
        certificate = certificate_for(learner)
        world.ids |= {
            "course_id": course.id,
            "course_slug": course.slug,
            "completed_course_id": certificate.course_id,
            "editor_id": editor.id,
            "enrolment_id": enrolment.id,
            "course_review_id": make_review(course, text="Useful on the first day.").id,
            "attempt_id": start_attempt(
                enrolment_id=enrolment.id, lesson_id=world.ids["quiz_lesson_id"]
            ),
            "certificate_id": certificate.id,
            "code": certificate.code,
            "issuer_id": certificate.id,
            "token_id": personal_token(learner).id,
            "archive_id": finished_archive(learner),
            "goal_id": set_goal(
                learner_id=learner.id, terms=GoalTerms(kind=GoalKind.WEEKLY_LESSONS, target=3)
            ),
            "erasure_id": request_erasure(person=learner),
            "company_id": company.id,
            **one_of_each(learner, people["staff"]),
            **_applications(people),
            **_paths(course),
            **_companies(),
        }
    return world


def _paths(course: Course) -> dict[str, object]:
    """A career path with that course on it; an article and a part of the sitemap lie in files."""
    path = make_path(course, description_md="Who it is for.")
    return {
        "path_id": path.id,
        "path_slug": path.slug,
        "step_id": path.steps.get().id,
        "article_slug": "certificates",
        "section": "pages",
    }


def _applications(people: dict[str, User]) -> dict[str, object]:
    """Applications at each of their stages, and who made them."""
    for kind, name in ((ReviewKind.INSTRUCTOR, "teacher"), (ReviewKind.COMPANY, "employer")):
        people[f"new_{name}"] = UserFactory(name=f"New {name}", roles=[Role.CONSUMER])
        draft_of(people[f"new_{name}"], kind)
    people["sent_teacher"] = UserFactory(name="Sent teacher", roles=[Role.CONSUMER])
    sent_by(people["sent_teacher"])
    verified = taken_by(people["staff"], ReviewKind.COMPANY, domain="verified.example")
    approve_application(review_id=verified.id, actor=people["staff"], revision=verified.revision)
    people["recruiter"] = verified.applicant
    teacher = taken_by(people["staff"])
    approve_application(review_id=teacher.id, actor=people["staff"], revision=teacher.revision)
    return {
        "instructor_slug": InstructorProfile.objects.get(review=teacher).slug or "",
        "review_id": taken_by(people["staff"]).id,
        "document_id": ReviewDocument.objects.filter(review=verified).latest("id").id,
        "employer_slug": VerifiedEmployer.objects.get(review=verified).slug,
    }


def _companies() -> dict[str, object]:
    """A group of companies, and a company that is being made."""
    group = CompanyGroup.objects.create(name="Mehta Holdings", contract="MH-1")
    waiting = Tenant.objects.create(schema_name="c_waiting00001", name="Waiting", slug="waiting")
    run = ProvisioningRun.objects.create(
        tenant=waiting, owner_email="owner@waiting.example", owner_name="Om Owner"
    )
    return {"group_id": group.id, "run_id": run.id}
