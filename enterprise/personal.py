"""What a company holds about its people around learning."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_WORK = _("So that you get the courses your team has")

HELD = (
    Held(
        model="enterprise.LearnerCourseStatus",
        person="learner_id",
        what=_("How far you are in courses, as your managers see it"),
        why=_("So that managers see who needs help"),
        fate=Fate.DELETE,
    ),
    Held(
        model="enterprise.LearnerStanding",
        person="learner_id",
        what=_("How many of your courses are done, and the next date, as your managers see it"),
        why=_("So that managers see who needs help"),
        fate=Fate.DELETE,
    ),
    Held(
        model="enterprise.LearnerSkill",
        person="learner_id",
        what=_("Results of your skill checks, as your managers see them; no answers"),
        why=_("So that managers see who needs help"),
        fate=Fate.DELETE,
    ),
    Held(
        model="enterprise.Extension",
        person="learner_id",
        what=_("Due dates moved for you"),
        why=_WORK,
        fate=Fate.DELETE,
    ),
    Held(
        model="enterprise.Nudge",
        person="learner_id",
        what=_("Reminders a manager sent you"),
        why=_WORK,
        fate=Fate.DELETE,
    ),
    Held(
        model="enterprise.DepartmentManager",
        person="user_id",
        what=_("Teams you manage"),
        why=_WORK,
        fate=Fate.DELETE,
    ),
    Held(
        model="enterprise.Membership",
        person="user_id",
        what=_("Your team"),
        why=_WORK,
        fate=Fate.DELETE,
    ),
    Held(
        model="enterprise.PeopleImportRow",
        person="person_id",
        what=_("Your row in lists that were imported"),
        why=_("So that an import can be checked"),
        fate=Fate.DELETE,
    ),
)
POINTERS = (
    "enterprise.Assignment.assigned_by",
    "enterprise.CompanyExport.requested_by",
    "enterprise.DistinctPeople.first",
    "enterprise.DistinctPeople.second",
    "enterprise.Extension.granted_by",
    "enterprise.Nudge.sent_by",
    "enterprise.PeopleChange.created_by",
    "enterprise.PeopleImport.created_by",
)
