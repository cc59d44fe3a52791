"""What some tests want beside the world: learners, as what one hands in is theirs for good, and a second course."""

from uuid import UUID

from learning.assessment.api import start_attempt
from learning.catalogue.models import Course
from learning.delivery.api import enrol_learner
from tenants.accounts.enums import Role
from tenants.schemas import in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.pages.site import Site
from tests.pages.table import COMPANY, PUBLIC

# What is right in the quiz of the world's course.
RIGHT = ("An open one", "Asks about delivery", "Asks whether GST is included")


def add_learner(site: Site, who: str) -> str:
    """Enrol somebody new of the company in the course of everything.

    Args:
        who: by which name `session_of` and `people` find them.

    Returns:
        The path of their open attempt at its quiz.

    """
    world = site.worlds[COMPANY]
    course, quiz = world.ids["course_id"], world.ids["quiz_lesson_id"]
    assert isinstance(course, UUID)
    assert isinstance(quiz, UUID)

    def start() -> UUID:
        with in_tenant(world.tenant):
            return start_attempt(enrolment_id=enrolment, lesson_id=quiz)

    enrolment = add_watcher(site, who)
    return f"/learn/{course}/{quiz}/quiz/{site.ask(start)}/"


def add_watcher(site: Site, who: str) -> UUID:
    """Enrol somebody new of the company in the course of everything; return the enrolment's id."""
    world = site.worlds[COMPANY]
    course = world.ids["course_id"]
    assert isinstance(course, UUID)

    def enrol() -> UUID:
        with in_tenant(world.tenant):
            world.people[who] = UserFactory(name=who.title(), roles=[Role.LEARNER])
            return enrol_learner(course_id=course, learner_id=world.people[who].id).id

    return site.ask(enrol)


def add_course(site: Site, title: str) -> None:
    """Publish a Hindi course on the public site, once."""
    world = site.worlds[PUBLIC]

    def publish() -> None:
        with in_tenant(world.tenant):
            if not Course.objects.filter(title=title).exists():
                make_published_course(title=title, language="hi", owner=world.people["author"])

    site.ask(publish)
