"""The catalogue of actions: every act of the product by name, with who has it and how far it goes.

A policy asks for one of these; the roles pages list them; the access matrix is made from them. An act
that is not here cannot be asked for, and a test finds pages that ask for none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.accounts.enums import Role


class Area(models.TextChoices):
    """What an action is about; the heading it stands under."""

    PEOPLE = "people", _("People")
    PROGRESS = "progress", _("Progress")
    TEAMS = "teams", _("Teams")
    ASSIGNMENTS = "assignments", _("Assignments")
    COURSES = "courses", _("Courses")
    CERTIFICATES = "certificates", _("Certificates")
    COMPANY = "company", _("The company")
    LEARNING = "learning", _("Learning")
    PLATFORM = "platform", _("The platform")


class Bound(StrEnum):
    """How far an action goes for whoever has it by a built-in role."""

    WHOLE = "whole"  # everything of its kind in this company, or on the public site
    TEAMS = "teams"  # for managers: the teams they manage and all beneath
    OWN = "own"  # for authors and learners: what is theirs


class Action(models.TextChoices):
    """Every act of the product. The value is stored in custom roles: it is never renamed."""

    SEE_PEOPLE = "people.see", _("See people")
    EXPORT_PEOPLE = "people.export", _("Export people")
    INVITE_PEOPLE = "people.invite", _("Invite people")
    IMPORT_PEOPLE = "people.import", _("Import people")
    EDIT_PEOPLE = "people.edit", _("Change people's details")
    MOVE_PEOPLE = "people.move", _("Move people between teams")
    DEACTIVATE_PEOPLE = "people.deactivate", _("Deactivate and reactivate people")
    SEE_PROGRESS = "progress.see", _("See progress")
    EXPORT_PROGRESS = "progress.export", _("Export progress")
    NUDGE = "progress.nudge", _("Nudge people")
    MOVE_DUE_DATES = "progress.dates", _("Move a person's due date")
    MANAGE_TEAMS = "teams.manage", _("Make and change teams")
    NAME_MANAGERS = "teams.managers", _("Say who manages a team")
    SEE_ASSIGNMENTS = "assignments.see", _("See assignments")
    ASSIGN_COURSES = "assignments.change", _("Assign courses")
    WRITE_COURSES = "courses.write", _("Write courses")
    EDIT_ALL_COURSES = "courses.all", _("Change everybody's courses")
    MODERATE_REVIEWS = "courses.reviews", _("Decide on reported reviews")
    SEE_CERTIFICATES = "certificates.see", _("See everybody's certificates")
    REVOKE_CERTIFICATES = "certificates.revoke", _("Revoke certificates")
    MANAGE_BRAND = "company.brand", _("Change the brand")
    READ_AUDIT_LOG = "company.audit", _("Read the audit log")
    DEFINE_ROLES = "roles.define", _("Make and change roles")
    GRANT_ROLES = "roles.grant", _("Give roles to people")
    MANAGE_TOKENS = "company.tokens", _("Make tokens for programs")
    MANAGE_COMPANY = "company.manage", _("Run the company")
    OWN_COMPANY = "company.own", _("Own the company")
    LEARN = "learning.learn", _("Learn")
    KEEP_ACCOUNT = "learning.account", _("Keep an account")
    REVIEW_APPLICATIONS = "platform.review", _("Review applications")
    KEEP_COMPANIES = "platform.companies", _("Look after companies")
    RECRUIT = "platform.recruit", _("Recruit")


@dataclass(frozen=True)
class Act:
    """What is known of an action.

    Args:
        action: which.
        area: the heading it stands under.
        about: one plain sentence: what somebody who has it may do.
        roles: which built-in roles have it, and how far it goes for each.
        delegable: whether a custom role may hold it.
        by_team: whether it can be held for one team: it concerns people who are in teams.
    """

    action: Action
    area: Area
    about: str | Promise
    roles: dict[Role, Bound]
    delegable: bool = False
    by_team: bool = False


_ADMINS = {Role.ADMIN: Bound.WHOLE}
_MANAGERS = {Role.ADMIN: Bound.WHOLE, Role.MANAGER: Bound.TEAMS}
_KEEPERS = {Role.ADMIN: Bound.WHOLE, Role.STAFF: Bound.WHOLE}
_WRITERS = {**_KEEPERS, Role.AUTHOR: Bound.OWN, Role.INSTRUCTOR: Bound.OWN}
_LEARNERS = {
    Role.LEARNER: Bound.OWN,
    Role.CONSUMER: Bound.OWN,
    Role.RECRUITER: Bound.OWN,
}


def _by_team(action: Action, about: Promise, roles: dict[Role, Bound] = _ADMINS) -> Act:
    word = action.value.partition(".")[0]
    area = Area(word) if word in Area.values else Area.COMPANY
    return Act(action, area, about, roles, delegable=True, by_team=True)


def _whole(action: Action, area: Area, about: Promise, roles: dict[Role, Bound] = _ADMINS) -> Act:
    return Act(action, area, about, roles, delegable=True)


_ACTS = (
    _by_team(Action.SEE_PEOPLE, _("Open the list of people and a person's page.")),
    _by_team(Action.EXPORT_PEOPLE, _("Download the list as CSV or XLSX.")),
    _by_team(
        Action.INVITE_PEOPLE, _("Send invitations, send them again, withdraw them. Takes seats.")
    ),
    _whole(
        Action.IMPORT_PEOPLE,
        Area.PEOPLE,
        _("Add and change many people at once from a CSV or XLSX file."),
    ),
    _by_team(Action.EDIT_PEOPLE, _("Change names, job titles, employee IDs and e-mail addresses.")),
    _by_team(Action.MOVE_PEOPLE, _("Put people into another team, with the courses it has.")),
    _by_team(
        Action.DEACTIVATE_PEOPLE,
        _("Sign people out for good, which frees a seat; and take them back."),
    ),
    _by_team(Action.SEE_PROGRESS, _("See who is done, on track, at risk, overdue."), _MANAGERS),
    _by_team(Action.EXPORT_PROGRESS, _("Download progress as CSV or XLSX."), _MANAGERS),
    _by_team(Action.NUDGE, _("Remind people of what is due, and take a reminder back."), _MANAGERS),
    _by_team(Action.MOVE_DUE_DATES, _("Give one person more time, or less."), _MANAGERS),
    _whole(
        Action.MANAGE_TEAMS,
        Area.TEAMS,
        _("Make, rename, archive and restore teams. Who manages them is another action."),
    ),
    Act(
        Action.NAME_MANAGERS,
        Area.TEAMS,
        _("Choose a team's managers. It makes people managers, so it cannot be handed on."),
        _ADMINS,
    ),
    _by_team(Action.SEE_ASSIGNMENTS, _("See which team has which course until when.")),
    _by_team(Action.ASSIGN_COURSES, _("Give courses to teams, move dates, cancel, restore.")),
    _whole(
        Action.WRITE_COURSES,
        Area.COURSES,
        _("Write, publish and share courses of one's own, and those shared with them."),
        _WRITERS,
    ),
    _whole(
        Action.EDIT_ALL_COURSES,
        Area.COURSES,
        _("Change, publish and archive every course, whoever wrote it."),
        _KEEPERS,
    ),
    _whole(
        Action.MODERATE_REVIEWS,
        Area.COURSES,
        _("Read reports of course reviews, hide a review with a reason, take it back."),
        _KEEPERS,
    ),
    _whole(
        Action.SEE_CERTIFICATES,
        Area.CERTIFICATES,
        _("See and export everybody's certificates."),
        _KEEPERS,
    ),
    _whole(
        Action.REVOKE_CERTIFICATES,
        Area.CERTIFICATES,
        _("Revoke a certificate with a reason, and reinstate it."),
        _KEEPERS,
    ),
    _whole(Action.MANAGE_BRAND, Area.COMPANY, _("Set colour, logo and who signs certificates.")),
    _whole(
        Action.READ_AUDIT_LOG,
        Area.COMPANY,
        _("Read and export who did what to whom."),
        _KEEPERS,
    ),
    Act(
        Action.DEFINE_ROLES,
        Area.COMPANY,
        _("Make roles, change what they may do, archive them."),
        _ADMINS,
    ),
    _by_team(
        Action.GRANT_ROLES,
        _("Give roles and take them back, never more than one has oneself."),
    ),
    Act(
        Action.MANAGE_TOKENS,
        Area.COMPANY,
        _("Make, rotate and revoke tokens with which programs use the API for the company."),
        _ADMINS,
    ),
    Act(
        Action.MANAGE_COMPANY,
        Area.COMPANY,
        _("Everything else about the company: built-in roles, sign-in, domains, notices."),
        _ADMINS,
    ),
    Act(
        Action.OWN_COMPANY,
        Area.COMPANY,
        _("Make and unmake owners, and act on an owner's account; plan and closing."),
        {Role.OWNER: Bound.WHOLE},
    ),
    Act(
        Action.LEARN,
        Area.LEARNING,
        _("Take courses and quizzes and earn certificates."),
        _LEARNERS,
    ),
    Act(
        Action.KEEP_ACCOUNT,
        Area.LEARNING,
        _("Change one's own profile, password, notices and data."),
        _LEARNERS,
    ),
    Act(
        Action.REVIEW_APPLICATIONS,
        Area.PLATFORM,
        _("Decide on instructors, recruiters and companies that want to join."),
        {Role.STAFF: Bound.WHOLE},
    ),
    Act(
        Action.KEEP_COMPANIES,
        Area.PLATFORM,
        _("See companies and groups, activate, suspend, close and reopen with a reason."),
        {Role.STAFF: Bound.WHOLE},
    ),
    Act(
        Action.RECRUIT,
        Area.PLATFORM,
        _("Keep a verified recruiter's profile."),
        {Role.RECRUITER: Bound.OWN},
    ),
)
CATALOGUE: dict[Action, Act] = {act.action: act for act in _ACTS}
DELEGABLE = frozenset(act.action for act in _ACTS if act.delegable)
BY_TEAM = frozenset(act.action for act in _ACTS if act.by_team)


def area_of(action: Action) -> Area:
    """Return the heading an action stands under."""
    return CATALOGUE[action].area


def held_by_roles(roles: Iterable[Role]) -> dict[Action, frozenset[Bound]]:
    """Return what built-in roles (with all they imply) may do, and how far."""
    granted = frozenset(roles)
    return {
        act.action: bounds
        for act in _ACTS
        if (bounds := frozenset(bound for role, bound in act.roles.items() if role in granted))
    }
