"""The demo's public site: instructors and consumers, the catalogue, what was studied."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from deploy.demo.history import public_history
from deploy.demo.parse import load_instructors
from deploy.demo.people import DEMO_PASSWORD, public_people
from deploy.demo.seed.applications import seed_applications, seed_instructors
from deploy.demo.seed.courses import SeededCourse, seed_courses
from deploy.demo.seed.paths import seed_followed, seed_paths
from deploy.demo.seed.reviews import seed_reviews
from deploy.demo.seed.studies import History
from deploy.demo.shapes import InstructorContent
from tenants.accounts.api import NewPerson, Role, User, create_people
from tenants.kernel import clock
from tenants.privacy.api import record_agreement
from tenants.schemas import PUBLIC, in_public

_PUBLISHED_DAYS_AGO = 120
_CONSUMER = "consumer@learners.example"
_STAFF = "staff@learners.example"


def seed_public() -> bool:
    """Fill the public site in one transaction, unless somebody is there.

    Returns:
        Whether it was filled.
    """
    with in_public(), transaction.atomic():
        if User.objects.exists():
            return False
        _fill()
    return True


def _fill() -> None:
    password_hash = make_password(DEMO_PASSWORD)
    instructors = load_instructors()
    new = [
        NewPerson(
            name=person.name,
            email=person.email,
            native_name=person.native_name,
            native_language=person.native_language,
            job_title=person.title,
            # What makes them instructors is the approval of their application, below.
            roles=(Role.CONSUMER,),
            password_hash=password_hash,
            email_verified=True,
        )
        for person in instructors.values()
    ]
    new += [
        NewPerson(
            name=person.name,
            email=person.email,
            native_name=person.native_name,
            native_language=person.native_language,
            language=person.language,
            job_title=person.job_title,
            roles=tuple(Role[name] for name in person.roles),
            password_hash=password_hash,
            email_verified=True,
        )
        for person in public_people()
    ]
    with clock.frozen(clock.now() - timedelta(days=_PUBLISHED_DAYS_AGO)):
        ids = create_people(people=new)
        for user in User.objects.filter(id__in=ids):
            record_agreement(user=user, language=user.language or "en")
    people = {person.email: made for person, made in zip(new, ids, strict=True)}
    users = {user.email or "": user for user in User.objects.filter(id__in=ids)}
    owners = {key: users[person.email] for key, person in instructors.items()}
    courses = seed_courses(
        "public",
        owners={**owners, "": next(iter(owners.values()))},
        published_at=clock.now() - timedelta(days=_PUBLISHED_DAYS_AGO),
    )
    with clock.frozen(clock.now() - timedelta(days=_PUBLISHED_DAYS_AGO - 1)):
        seed_paths(courses=courses, actor=users[_STAFF])
        seed_followed(people[_CONSUMER])
        _instructors(instructors, users, courses)
    rows = History(
        courses=courses,
        people=people,
        today=clock.today(PUBLIC.time_zone),
        time_zone=PUBLIC.time_zone,
    )
    rows.add(public_history())
    rows.write()
    seed_reviews(courses)
    seed_applications({email: user for email, user in users.items() if email})


def _instructors(
    instructors: dict[str, InstructorContent],
    users: dict[str, User],
    courses: dict[str, SeededCourse],
) -> None:
    subjects: dict[str, set[str]] = {}
    languages: dict[str, set[str]] = {}
    for course in courses.values():
        key = course.content.instructor.key
        subjects.setdefault(key, set()).update(course.content.skills)
        languages.setdefault(key, set()).add(course.content.language)
    teaching = {key: one for key, one in instructors.items() if key in subjects}
    seed_instructors(
        teaching, users=users, subjects=subjects, languages=languages, staff=users[_STAFF]
    )
