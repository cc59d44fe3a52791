"""Looking into a company that allowed it: a ticket for its host, good once and for a minute."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from public_site.views.access import person
from tenants import api as tenants
from tenants.accounts.api import asks, step_up_required
from tenants.kernel.directory import tenant_by_id
from tenants.kernel.errors import Conflict
from tenants.kernel.leaving import lead_away
from tenants.kernel.names import link
from tenants.privacy.api import issue_ticket
from tenants.schemas import in_tenant, lives_here


@asks(tenants.can_keep_companies)
@step_up_required
@require_POST
def look_in(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Lead a member of staff to the company's door; refused when the company has not allowed it."""
    tenant = tenant_by_id(company_id)
    if tenant is None or tenant.is_public:
        raise Http404
    staff = person(request)
    if not lives_here(tenant):
        raise Conflict(
            _("This company's data lies on another of our clusters. From here we cannot look in.")
        )
    with in_tenant(tenant):
        ticket = issue_ticket(staff_id=staff.id, staff_name=staff.display_name)
    return lead_away(request, link(f"/support/enter/?{urlencode({'ticket': ticket})}", tenant))
