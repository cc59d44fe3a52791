"""Devices that several people use: list, make this one, revoke."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enterprise.forms.employee import DeviceForm
from enterprise.policies import may_manage_company
from enterprise.selectors.department import departments
from enterprise.views.access import asks, person
from tenants.accounts.api import give_device_cookie, register_device, revoke_device, shared_devices
from tenants.kernel.errors import DomainError


@asks(may_manage_company)
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """Show the devices; on POST make this browser one, which signs the admin out of it."""
    teams = departments()
    form = DeviceForm(request.POST or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        department = data.pop("department_id")
        try:
            _device, secret = register_device(
                department_id=UUID(department) if department else None,
                actor=person(request),
                **data,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            logout(request)
            messages.success(
                request, _("This device is shared from now on. You are signed out of it.")
            )
            answer = redirect("accounts:employee")
            give_device_cookie(request, answer, secret)
            return answer
    names: dict[UUID | None, str] = {team.id: team.path for team in teams}
    rows = [(device, names.get(device.department_id, "")) for device in shared_devices()]
    context = {
        "form": form,
        "rows": rows,
        "this": getattr(request.shared_device, "id", None),  # type: ignore[attr-defined]
    }
    return render(request, "enterprise/devices.html", context, status=422 if form.errors else 200)


@asks(may_manage_company)
@require_POST
def revoke(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Make a device an ordinary one again; who is signed in on it is signed out."""
    if revoke_device(device_id=device_id, actor=person(request)):
        messages.success(
            request, _("The device is revoked; who was signed in on it is signed out.")
        )
    return redirect("enterprise:devices")
