"""Invitations: send one, see who has not answered, send again, withdraw."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.listing import ListForm
from enterprise.forms.people import InviteForm
from enterprise.forms.people_change import InvitationBulkForm
from enterprise.policies import may_manage_company, sees_everybody
from enterprise.selectors.department import (
    departments,
    departments_within,
    visible_departments,
)
from enterprise.views.access import asks, person
from tenants.accounts.api import (
    Action,
    InvitationFilter,
    InvitationState,
    can_invite_people,
    count_invitations,
    invite_person,
    resend_invitation,
    revoke_invitation,
    seat_usage,
)
from tenants.accounts.api import invitations as find_invitations
from tenants.kernel.errors import DomainError, Missing

_PAGE_SIZE = 50


@asks(can_invite_people)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Show whom was invited, and what became of it."""
    read = ListForm(request.GET).read()
    state = read["status"]
    wanted = InvitationFilter(
        state=InvitationState(state) if state in InvitationState.values else None,
        everything=state == "all",
        search=read["search"],
        sort=read["sort"],
        within=departments_within(person(request), Action.INVITE_PEOPLE),
    )
    counts = count_invitations(wanted)
    waiting = counts[InvitationState.OPEN] + counts[InvitationState.EXPIRED]
    total = sum(counts.values()) if wanted.everything else waiting
    if wanted.state is not None:
        total = counts[wanted.state]
    page = Paginator(range(total), _PAGE_SIZE).get_page(read["page"])
    rows = find_invitations(wanted, offset=(page.number - 1) * _PAGE_SIZE, limit=_PAGE_SIZE)
    teams = {str(info.id): info.name for info in departments()}
    context = {
        "rows": [(row, teams.get(str(row.placement.get("department_id")), "")) for row in rows],
        "page": page,
        "chips": _chips(request, counts, waiting),
        "asked": request.GET,
        "is_filtered": bool(state or wanted.search),
        "actions": [
            {"name": "do", "value": "resend", "label": _("Send again"), "icon": "retry"},
            {
                "name": "do",
                "value": "revoke",
                "label": _("Withdraw"),
                "icon": "close",
                "variant": "danger",
            },
        ],
    }
    return render(request, "enterprise/people/invitations.html", context)


def _chips(
    request: HttpRequest, counts: dict[InvitationState, int], waiting: int
) -> list[dict[str, object]]:
    asked = request.GET.get("status", "")
    chips: list[tuple[str, object, int]] = [("", _("Without an answer"), waiting)]
    chips += [(state.value, state.label, counts[state]) for state in InvitationState]
    chips.append(("all", _("All"), sum(counts.values())))
    found = []
    for value, label, count in chips:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("status", None)
        if value:
            query["status"] = value
        url = f"{reverse('enterprise:invitations')}?{query.urlencode()}"
        found.append({"label": label, "url": url, "current": asked == value, "count": count})
    return found


@asks(can_invite_people)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Send the ticked invitations again, or withdraw them; what cannot be is told."""
    form = InvitationBulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(e for errors in form.errors.values() for e in errors)))
        return redirect("enterprise:invitations")
    act = resend_invitation if form.cleaned_data["do"] == "resend" else revoke_invitation
    done, refused = 0, []
    with transaction.atomic():
        for one in sorted(form.cleaned_data["selected"]):
            try:
                act(invitation_id=one, actor=person(request))
                done += 1
            except Missing:
                raise
            except DomainError as error:
                refused.append(error.message)
    if done:
        words = (
            ngettext("%(n)d invitation sent again.", "%(n)d invitations sent again.", done)
            if form.cleaned_data["do"] == "resend"
            else ngettext("%(n)d invitation withdrawn.", "%(n)d invitations withdrawn.", done)
        )
        messages.success(request, words % {"n": done})
    for reason in refused[:5]:
        messages.error(request, reason)
    return redirect("enterprise:invitations")


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
