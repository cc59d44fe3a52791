"""Lives in: every schema. People of a company, or consumers, instructors and staff in `public`."""

from tenants.accounts.models.custom_role import CustomRole
from tenants.accounts.models.desk import DeskCode, Pin, SharedDevice
from tenants.accounts.models.invitation import Invitation
from tenants.accounts.models.phone import PhoneCode, PhoneNumber
from tenants.accounts.models.role import RoleGrant
from tenants.accounts.models.seat import SeatAllowance
from tenants.accounts.models.sign_in import GuessCount, KnownDevice, SignInRecord
from tenants.accounts.models.user import User

__all__ = [
    "CustomRole",
    "DeskCode",
    "GuessCount",
    "Invitation",
    "KnownDevice",
    "PhoneCode",
    "PhoneNumber",
    "Pin",
    "RoleGrant",
    "SeatAllowance",
    "SharedDevice",
    "SignInRecord",
    "User",
]
