"""The matrix: people of every role are made in a real schema, asked about, and undone again."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import override

from deploy.access.questions import Question, Subject, question_of
from enterprise.models import Department, DepartmentManager, Membership
from enterprise.policies.holding import hold, make_permission
from learning.catalogue.models import Course
from tenants.accounts.actions import BY_TEAM, CATALOGUE, DELEGABLE, Action, Area, Bound
from tenants.accounts.enums import COMPANY_ROLES, PUBLIC_ROLES, Role
from tenants.accounts.models import CustomRole, RoleGrant, User
from tenants.accounts.policies import can_edit_person, can_take_over
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_public, in_tenant

EVERYTHING, TEAMS, OWN, NO = "yes", "own teams", "own", "–"
_ABOUT_RANKS = {
    "Act on an L&D admin": (Role.ADMIN, can_edit_person),
    "Act on an owner": (Role.OWNER, can_edit_person),
    "Give an author another way to sign in": (Role.AUTHOR, can_take_over),
}


@dataclass(frozen=True)
class Table:
    """One kind of host: its columns, and a line for each action by area."""

    columns: tuple[str, ...]
    lines: tuple[tuple[Area, str, tuple[str, ...]], ...]


class _Undone(Exception):
    """Ends the transaction in which people were made for asking."""


def company_table(company: TenantInfo) -> Table:
    """Return the table of a company's roles, asked in that company's schema. Nothing stays there."""
    found: list[Table] = []
    with in_tenant(company):
        try:
            with transaction.atomic():
                found.append(_company())
                raise _Undone
        except _Undone:
            return found[0]


def public_table() -> Table:
    """Return the table of the public site's roles. Nothing stays there."""
    found: list[Table] = []
    with in_public():
        try:
            with transaction.atomic():
                found.append(_public())
                raise _Undone
        except _Undone:
            return found[0]


def _company() -> Table:
    near = Department.objects.create(name=f"Near {uuid7()}", created_at=now())
    far = Department.objects.create(name=f"Far {uuid7()}", created_at=now())
    role = _custom([Action.SEE_PEOPLE])
    askers = {str(role.label): _person(role) for role in COMPANY_ROLES}
    DepartmentManager.objects.create(user=askers[str(Role.MANAGER.label)], department=near)
    askers["custom, company"] = _person()
    hold(_custom(DELEGABLE), askers["custom, company"], None)
    askers["custom, one team"] = _person()
    hold(_custom(BY_TEAM), askers["custom, one team"], near)
    subjects = {
        place: Subject(_placed(place), _course(_person(Role.AUTHOR)), place, role)
        for place in (near, far)
    }
    lines = [
        (
            CATALOGUE[action].area,
            str(action.label),
            tuple(_cell(action, User.objects.get(id=a.id), subjects[near], subjects[far])
                  for a in askers.values()),
        )
        for action in CATALOGUE
        if CATALOGUE[action].area != Area.PLATFORM
    ]  # fmt: skip
    for words, (rank, rule) in _ABOUT_RANKS.items():
        top = _placed(near, rank)
        cells = tuple(
            EVERYTHING if rule(User.objects.get(id=a.id), top) else NO for a in askers.values()
        )
        lines.append((Area.PEOPLE, words, cells))
    return Table(tuple(askers), tuple(sorted(lines, key=lambda line: list(Area).index(line[0]))))


def _public() -> Table:
    askers = {str(role.label): _person(role) for role in PUBLIC_ROLES}
    other = Subject(_person(Role.CONSUMER), _course(_person(Role.INSTRUCTOR)))
    lines = [
        (
            act.area,
            str(act.action.label),
            tuple(_cell(act.action, User.objects.get(id=a.id), other, other)
                  for a in askers.values()),
        )
        for act in CATALOGUE.values()
        if not set(PUBLIC_ROLES).isdisjoint(act.roles)
    ]  # fmt: skip
    return Table(tuple(askers), tuple(lines))


def _cell(action: Action, who: User, near: Subject, far: Subject) -> str:
    question = question_of(action)
    if not question.opens(who):
        return NO
    if question.about is None:
        return OWN if set(CATALOGUE[action].roles.values()) == {Bound.OWN} else EVERYTHING
    if question.about(who, far):
        return EVERYTHING
    if question.about(who, near):
        return TEAMS
    return _own(question, who, near)


def _own(question: Question, who: User, near: Subject) -> str:
    """What is somebody's own is asked of a course that they wrote."""
    mine = Subject(who, _course(who), near.department, near.role)
    return OWN if question.about is not None and question.about(who, mine) else NO


def _person(*roles: Role) -> User:
    person = User.objects.create(name="Asked", email=f"{uuid7()}@asked.invalid")
    for role in roles:
        RoleGrant.objects.create(user=person, role=role)
    return person


def _placed(department: Department, *roles: Role) -> User:
    person = _person(*roles)
    Membership.objects.create(user=person, department=department, since=now())
    return person


def _course(owner: User) -> Course:
    return Course.objects.create(
        title=f"Asked {uuid7()}",
        slug=str(uuid7()),
        owner=owner,
        hue=0,
        figure="steps",
        created_at=now(),
        updated_at=now(),
        edited_at=now(),
    )


def _custom(actions: "frozenset[Action] | list[Action]") -> CustomRole:
    key = uuid7()
    return CustomRole.objects.create(
        id=key,
        name=str(key),
        actions=sorted(action.value for action in actions),
        permission=make_permission(key, "asked"),
    )


def as_markdown(company: TenantInfo) -> str:
    """Return both tables as a page, in English."""
    with override("en"):
        return (
            _HEAD
            + _markdown("In a company", company_table(company))
            + (
                "\n`custom, company` and `custom, one team` are roles a company makes for itself, here with "
                "all that can\nbe handed on: what they lack, no custom role can hold.\n\n"
            )
            + _markdown("On the public site", public_table())
        )


def _markdown(title: str, table: Table) -> str:
    lines = [
        f"## {title}\n",
        f"| | {' | '.join(table.columns)} |",
        "|---" * (len(table.columns) + 1) + "|",
    ]
    area = None
    for heading, words, cells in table.lines:
        if heading != area:
            area = heading
            lines.append(f"| **{heading.label}** |{' |' * len(table.columns)}")
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


_HEAD = """# Who may do what

Made by `manage.py access_matrix`, which makes a person of each role in a real schema and asks the
policies that pages and services ask; a test compares this page with their answers. `yes`: everywhere;
`own teams`: in the teams they manage, or hold the role for, and all beneath; `own`: with what is theirs.

"""
