"""People without e-mail: adding one, and the sheet of their codes."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import (
    IssuedCode,
    User,
    create_person,
    require_invitation,
    set_number,
)
from tenants.kernel.errors import Invalid
from tenants.kernel.words import day_year
from tenants.schemas import current_tenant


def add_employee(
    *, name: str, employee_id: str, phone: str, department_id: UUID | None, actor: User
) -> UUID:
    """Write somebody who will sign in by employee ID, on a seat.

    Returns:
        Their id.

    Raises:
        Invalid: (the field) for a value that cannot be.
        Conflict: `employee_id_taken` or `no_seat`; nobody was written.
        Refused, Missing: when the actor may not add people, or not to this team.
    """
    require_invitation(actor, department_id)
    if not employee_id.strip():
        raise Invalid(_("Enter an employee ID: they sign in with it."), field="employee_id")
    with transaction.atomic():
        person_id = create_person(
            name=name,
            employee_id=employee_id,
            placement={"department_id": str(department_id)} if department_id else {},
            actor=actor,
        )
        if phone.strip():
            set_number(person_id=person_id, number=phone, actor=actor)
    return person_id


def sheet_pdf(codes: Sequence[IssuedCode], *, address: str) -> bytes:
    """Return the slips of these codes as a PDF to cut apart.

    Args:
        address: where people type them.
    """
    # WeasyPrint takes half a second to load, which every other process would spend at its start.
    from tenants.kernel.pdf import render_pdf

    return render_pdf(
        template="enterprise/people/codes_pdf.html",
        context={"codes": codes, "address": address, "company": current_tenant().name},
    )


def sheet_header() -> list[str]:
    """Return the headings of the CSV file."""
    return [_("Name"), _("Employee ID"), _("Code"), _("Good until")]


def sheet_lines(codes: Iterable[IssuedCode]) -> list[list[str]]:
    """Return the rows of these codes for a CSV file."""
    return [
        [code.name, code.employee_id, code.code, str(day_year(code.expires_at))] for code in codes
    ]
