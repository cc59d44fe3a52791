"""How each action is asked: the rule that opens its page, and the rule about one thing or person."""

from collections.abc import Callable
from dataclasses import dataclass

from enterprise import policies as company
from enterprise.models import Department
from learning.catalogue.models import Course
from learning.catalogue.policies.course import may_author, may_edit, may_edit_all
from learning.credentials.policies import can_revoke_certificates, can_see_certificates
from learning.delivery.policies import can_moderate_reviews
from tenants.accounts import policies as people
from tenants.accounts.actions import Action
from tenants.accounts.models import CustomRole, User
from tenants.accounts.policies import Predicate, Visitor, allows
from tenants.api_access.policies import can_manage_company_tokens


@dataclass(frozen=True)
class Subject:
    """What an action is done to: a person in a department, a course, a role to be given."""

    person: User
    course: Course
    department: Department | None = None
    role: CustomRole | None = None


About = Callable[[Visitor, Subject], bool]


@dataclass(frozen=True)
class Question:
    """A rule that opens the page, and one about a subject where it depends on that."""

    opens: Predicate
    about: About | None = None


def _sees(action: Action) -> Question:
    return Question(allows(action), lambda who, on: people.sees(who, action, on.person.id))


def _in(rule: Callable[[Visitor, object], bool]) -> About:
    return lambda who, on: on.department is not None and rule(who, on.department.id)


def _gives(who: Visitor, on: Subject) -> bool:
    return (
        on.role is not None
        and on.department is not None
        and people.can_grant_custom_role(who, on.role, on.department.id)
    )


QUESTIONS: dict[Action, Question] = {
    Action.SEE_PEOPLE: Question(
        people.can_see_people, lambda who, on: people.can_see_person(who, on.person)
    ),
    Action.EXPORT_PEOPLE: _sees(Action.EXPORT_PEOPLE),
    Action.INVITE_PEOPLE: Question(people.can_invite_people, _in(people.can_invite_into)),  # type: ignore[arg-type]
    Action.IMPORT_PEOPLE: Question(people.can_import_people),
    Action.EDIT_PEOPLE: Question(
        allows(Action.EDIT_PEOPLE), lambda who, on: people.can_edit_person(who, on.person)
    ),
    Action.MOVE_PEOPLE: Question(
        allows(Action.MOVE_PEOPLE), lambda who, on: people.can_move_person(who, on.person)
    ),
    Action.DEACTIVATE_PEOPLE: Question(
        allows(Action.DEACTIVATE_PEOPLE),
        lambda who, on: people.can_deactivate_person(who, on.person),
    ),
    Action.SEE_PROGRESS: _sees(Action.SEE_PROGRESS),
    Action.EXPORT_PROGRESS: _sees(Action.EXPORT_PROGRESS),
    Action.NUDGE: _sees(Action.NUDGE),
    Action.MOVE_DUE_DATES: _sees(Action.MOVE_DUE_DATES),
    Action.MANAGE_TEAMS: Question(company.can_manage_teams),
    Action.NAME_MANAGERS: Question(company.can_name_managers),
    Action.SEE_ASSIGNMENTS: Question(
        company.can_see_assignments,
        _in(company.can_see_assignments_of),  # type: ignore[arg-type]
    ),
    Action.ASSIGN_COURSES: Question(company.can_assign_courses, _in(company.can_assign_to)),  # type: ignore[arg-type]
    Action.WRITE_COURSES: Question(may_author, lambda who, on: may_edit(who, on.course)),
    Action.EDIT_ALL_COURSES: Question(may_edit_all),
    Action.MODERATE_REVIEWS: Question(can_moderate_reviews),
    Action.SEE_CERTIFICATES: Question(can_see_certificates),
    Action.REVOKE_CERTIFICATES: Question(can_revoke_certificates),
    Action.MANAGE_BRAND: Question(company.can_manage_brand),
    Action.READ_AUDIT_LOG: Question(company.can_read_audit_log),
    Action.DEFINE_ROLES: Question(people.can_define_roles),
    Action.GRANT_ROLES: Question(people.can_grant_roles, _gives),
    Action.MANAGE_TOKENS: Question(can_manage_company_tokens),
    Action.MANAGE_COMPANY: Question(company.may_manage_company),
    Action.OWN_COMPANY: Question(people.is_owner),
    Action.LEARN: Question(allows(Action.LEARN)),
    Action.KEEP_ACCOUNT: Question(allows(Action.KEEP_ACCOUNT)),
}


def question_of(action: Action) -> Question:
    """Return how an action is asked; those of the platform are asked plainly."""
    return QUESTIONS.get(action) or Question(allows(action))
