"""Invitations: send one, see who has not answered, send again, withdraw."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.listing import ListForm
from enterprise.forms.people import InviteForm
from enterprise.policies import may_manage_company, sees_everybody
from enterprise.selectors.department import (
    departments,
    departments_within,
    visible_departments,
)
from enterprise.views.access import asks, person
from tenants.accounts.api import (
    Action,
    can_invite_people,
    count_pending_invitations,
    invite_person,
    pending_invitations,
    resend_invitation,
    revoke_invitation,
    seat_usage,
)
from tenants.kernel.errors import DomainError, Missing

_PAGE_SIZE = 50


@asks(can_invite_people)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Show who has been invited and has not joined."""
    within = departments_within(person(request), Action.INVITE_PEOPLE)
    pages = Paginator(range(count_pending_invitations(within=within)), _PAGE_SIZE)
    page = pages.get_page(ListForm(request.GET).read()["page"])
    rows = pending_invitations(
        offset=(page.number - 1) * _PAGE_SIZE, limit=_PAGE_SIZE, within=within
    )
    teams = {str(info.id): info.name for info in departments()}
    context = {
        "rows": [(row, teams.get(str(row.placement.get("department_id")), "")) for row in rows],
        "page": page,
    }
    return render(request, "enterprise/people/invitations.html", context)


@asks(can_invite_people)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite one person by e-mail."""
    form = InviteForm(
        request.POST or None,
        teams=visible_departments(person(request), Action.INVITE_PEOPLE),
        may_grant=may_manage_company(person(request)),
        anywhere=sees_everybody(person(request), Action.INVITE_PEOPLE),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        team = data["department_id"]
        try:
            sent = invite_person(
                email=data["email"],
                name=data["name"],
                roles=data.get("roles", ()),
                placement={"department_id": str(team)} if team else {},
                invited_by=person(request),
                language=data["language"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Invitation sent to %(email)s.") % {"email": sent.email})
            return redirect("enterprise:invitations")
    context = {"form": form, "seats": seat_usage()}
    return render(
        request, "enterprise/people/invite.html", context, status=422 if form.errors else 200
    )


@asks(can_invite_people)
@require_POST
def resend(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again; the first link stops working."""
    try:
        sent = resend_invitation(invitation_id=invitation_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("Sent to %(email)s again. The link sent before no longer works.")
            % {"email": sent.email},
        )
    return redirect("enterprise:invitations")


@asks(can_invite_people)
@require_POST
def revoke(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    try:
        revoke_invitation(invitation_id=invitation_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("enterprise:invitations")
