"""One person without e-mail in each demo company, so that the other ways to sign in can be tried."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password

from deploy.demo.people import DEMO_PASSWORD
from tenants.accounts.api import User, create_person, note_proved_number


@dataclass(frozen=True)
class Assistant:
    """Somebody at a counter."""

    name: str
    employee_id: str
    number: str


ASSISTANTS = {
    "acme": Assistant("Ganesh Pawar", "AR-104", "+919876500104"),
    "zenith": Assistant("Sunita Meshram", "ZP-104", "+919876500204"),
}


def seed_assistant(slug: str, department_id: UUID) -> None:
    """Add the company's assistant to a department, with the demo's password and a proved number."""
    one = ASSISTANTS[slug]
    person_id = create_person(
        name=one.name,
        employee_id=one.employee_id,
        password_hash=make_password(DEMO_PASSWORD),
        placement={"department_id": str(department_id)},
    )
    note_proved_number(user=User.objects.get(id=person_id), number=one.number)
