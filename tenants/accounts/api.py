"""What other apps may ask of this one, and nothing else of it."""

from tenants.accounts.enums import (
    COMPANY_ROLES,
    PUBLIC_ROLES,
    InvitationState,
    NameLanguage,
    PersonStatus,
    Role,
)
from tenants.accounts.models import User
from tenants.accounts.policies import (
    has_role,
    is_admin,
    is_author,
    is_manager,
    is_owner,
    may_grant,
    may_manage_people,
    may_see_people,
    require,
)
from tenants.accounts.selectors.invitation import (
    InvitationInfo,
    count_pending_invitations,
    invitation,
    invited_addresses,
    pending_invitations,
    read_invitation,
)
from tenants.accounts.selectors.person import (
    PAGE_SIZE,
    SORTS,
    PeopleFilter,
    PersonInfo,
    count_by_status,
    count_people,
    people,
    people_by_email,
    people_by_employee_id,
    people_by_id,
    person,
)
from tenants.accounts.selectors.role import roles_of
from tenants.accounts.selectors.seat import SeatUsage, seat_usage
from tenants.accounts.services.activation import deactivate_person, reactivate_person
from tenants.accounts.services.founding import found_company
from tenants.accounts.services.invitation import (
    accept_invitation,
    invite_person,
    resend_invitation,
    revoke_invitation,
)
from tenants.accounts.services.person import (
    NewPerson,
    change_person,
    clean_email,
    clean_name,
    create_people,
    create_person,
)
from tenants.accounts.services.role import set_roles
from tenants.accounts.services.seat import set_seats

__all__ = [
    "COMPANY_ROLES",
    "PAGE_SIZE",
    "PUBLIC_ROLES",
    "SORTS",
    "InvitationInfo",
    "InvitationState",
    "NameLanguage",
    "NewPerson",
    "PeopleFilter",
    "PersonInfo",
    "PersonStatus",
    "Role",
    "SeatUsage",
    "User",
    "accept_invitation",
    "change_person",
    "clean_email",
    "clean_name",
    "count_by_status",
    "count_pending_invitations",
    "count_people",
    "create_people",
    "create_person",
    "deactivate_person",
    "found_company",
    "has_role",
    "invitation",
    "invite_person",
    "invited_addresses",
    "is_admin",
    "is_author",
    "is_manager",
    "is_owner",
    "may_grant",
    "may_manage_people",
    "may_see_people",
    "pending_invitations",
    "people",
    "people_by_email",
    "people_by_employee_id",
    "people_by_id",
    "person",
    "reactivate_person",
    "read_invitation",
    "require",
    "resend_invitation",
    "revoke_invitation",
    "roles_of",
    "seat_usage",
    "set_roles",
    "set_seats",
]
