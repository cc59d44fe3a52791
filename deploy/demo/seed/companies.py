"""The two demo companies: schema, brand, departments, people, courses, assignments, history."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from deploy.demo.history import PlannedAssignment, history
from deploy.demo.people import DEMO_PASSWORD, DemoCompany, DemoPerson, company
from deploy.demo.seed.counter import seed_assistant
from deploy.demo.seed.courses import SeededCourse, seed_courses
from deploy.demo.seed.messages import seed_messages
from deploy.demo.seed.skills import seed_goals, seed_skills
from deploy.demo.seed.studies import History
from enterprise.models import Assignment
from enterprise.services.branding import save_branding
from enterprise.services.department import create_department, set_managers
from enterprise.services.learner_status import rebuild_learner
from learning.delivery.enums import Source
from tenants.accounts.api import NewPerson, Role, User, create_people, set_seats
from tenants.backend.names import opaque_schema_name
from tenants.enums import TenantStatus
from tenants.kernel import clock
from tenants.kernel.directory import tenant_by_slug
from tenants.models import Domain, Tenant
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services.building import erase_schema, make_schema
from tenants.services.slugs import domain_for


def seed_company(slug: str) -> bool:
    """Make a demo company with everything in it, unless it is there.

    Returns:
        Whether it was made. A crash leaves no company: the row is made active at the very end.
    """
    plan = company(slug)  # type: ignore[arg-type]
    if tenant_by_slug(slug) is not None:
        return False
    tenant = _tenant(plan)
    with in_tenant(tenant), transaction.atomic():
        _fill(plan)
    with in_public():
        Tenant.objects.filter(id=tenant.id).update(status=TenantStatus.ACTIVE)
    return True


def _tenant(plan: DemoCompany) -> TenantInfo:
    with in_public():
        left_over = list(Tenant.objects.filter(slug=plan.slug))
    for row in left_over:  # from a crash
        erase_schema(row.schema_name)
    with in_public():
        Tenant.objects.filter(slug=plan.slug).delete()
        row = Tenant.objects.create(
            schema_name=opaque_schema_name(),
            name=plan.name,
            slug=plan.slug,
            locale=plan.language,
            time_zone=plan.time_zone,
        )
        Domain.objects.create(tenant=row, domain=domain_for(plan.slug), is_primary=True)
    make_schema(row.schema_name)
    return TenantInfo(
        schema_name=row.schema_name,
        id=row.id,
        slug=row.slug,
        name=row.name,
        locale=row.locale,
        time_zone=row.time_zone,
        domain=domain_for(row.slug),
    )


def _fill(plan: DemoCompany) -> None:
    set_seats(seats=plan.seats)
    save_branding(
        colour=plan.colour,
        signatory_name=plan.signatory_name,
        signatory_title=plan.signatory_title,
        frame=plan.frame,
    )
    departments = _departments(plan)
    people = _people(plan, departments)
    users = {user.email: user for user in User.objects.filter(id__in=people.values())}
    author = users[f"author@{plan.people[0].email.partition('@')[2]}"]
    courses = seed_courses(
        plan.slug, owners={"": author}, published_at=clock.now() - timedelta(days=150)
    )
    _history(plan, departments=departments, people=people, courses=courses)
    seed_skills((person, people[person.email]) for person in plan.people)
    for person in plan.people:
        if person.sign_in == "learner":
            seed_goals(people[person.email])
    seed_assistant(plan.slug, departments[plan.people[-1].department])
    seed_messages(plan.people[0].email.partition("@")[2])


def _departments(plan: DemoCompany) -> dict[str, UUID]:
    ids: dict[str, UUID] = {}
    with clock.frozen(clock.now() - timedelta(days=400)):
        for department in plan.departments:
            ids[department.name] = create_department(
                name=department.name, actor=None, parent_id=ids.get(department.parent)
            ).id
    return ids


def _people(plan: DemoCompany, departments: dict[str, UUID]) -> dict[str, UUID]:
    password_hash = make_password(DEMO_PASSWORD)
    with clock.frozen(clock.now() - timedelta(days=200)):
        ids = create_people(
            people=[_new(person, departments, password_hash) for person in plan.people]
        )
    people = {person.email: made for person, made in zip(plan.people, ids, strict=True)}
    for name, department_id in departments.items():
        managers = [
            people[person.email]
            for person in plan.people
            if person.department == name and person.is_manager
        ]
        if managers:
            set_managers(department_id=department_id, person_ids=managers, actor=None)
    return people


def _new(person: DemoPerson, departments: dict[str, UUID], password_hash: str) -> NewPerson:
    placement = {"department_id": str(departments[person.department])} if person.department else {}
    return NewPerson(
        name=person.name,
        email=person.email,
        roles=tuple(Role[name] for name in person.roles),
        placement=placement,
        native_name=person.native_name,
        native_language=person.native_language,
        language=person.language,
        job_title=person.job_title,
        employee_id=person.employee_id,
        password_hash=password_hash,
        email_verified=True,
        joined_at=clock.now() - timedelta(days=person.joined_days_ago),
    )


def _history(
    plan: DemoCompany,
    *,
    departments: dict[str, UUID],
    people: dict[str, UUID],
    courses: dict[str, SeededCourse],
) -> None:
    planned = history(plan.slug)
    rows = History(
        courses=courses,
        people=people,
        today=clock.today(plan.time_zone),
        time_zone=plan.time_zone,
    )
    rows.add(planned.studies)
    for assignment in planned.assignments:
        _assign(plan, assignment, departments=departments, courses=courses, rows=rows)
    rows.write()
    for person_id in people.values():
        rebuild_learner(learner_id=person_id)


def _assign(
    plan: DemoCompany,
    assignment: PlannedAssignment,
    *,
    departments: dict[str, UUID],
    courses: dict[str, SeededCourse],
    rows: History,
) -> None:
    assigned_at = rows.at(assignment.assigned)
    last_day = clock.today(plan.time_zone) + timedelta(days=assignment.due_in_days)
    Assignment.objects.create(
        course_id=courses[assignment.course].course_id,
        department_id=departments[assignment.department],
        due_at=datetime.combine(last_day, time(23, 59, 59), ZoneInfo(plan.time_zone)),
        note=assignment.note,
        created_at=assigned_at,
    )
    for person in plan.people:
        if person.department == assignment.department:
            rows.enrol(
                email=person.email,
                course=assignment.course,
                at=assigned_at,
                source=Source.ASSIGNED,
            )
