"""What a person wants to be told, how, and when; and stopping mails by their link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.api import User
from tenants.kernel.errors import DomainError
from tenants.kernel.gateways.webpush import public_key
from tenants.kernel.signing import BadToken, unsign
from tenants.notify.forms.choices import OwnRulesForm, rules_initial
from tenants.notify.kinds import KINDS
from tenants.notify.selectors.choices import own_choices, own_settings
from tenants.notify.services.choosing import choose, resume_mail, set_person_rules, stop_mail
from tenants.notify.services.mailing import PURPOSE
from tenants.notify.services.trouble import clear_own_address
from tenants.notify.views.access import person
from tenants.schemas import current_tenant


@login_required
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show and save a person's choices."""
    user = person(request)
    own = own_settings(user)
    form = OwnRulesForm(
        request.POST or None,
        initial=rules_initial(own.rules),
        company_zone=current_tenant().time_zone,
        is_public=current_tenant().is_public,
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_person_rules(user=user, **form.cleaned_data)
            choose(user=user, choices=form.choices_made(own.sections))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Your choices are saved."))
            return redirect("notify:settings")
    context = {"own": own, "form": form, "vapid_key": public_key()}
    if form.is_bound:
        # What was ticked stays ticked beside the error.
        context["ticked"] = {key for key in request.POST if ":" in key}
    return render(request, "notify/settings.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def own_address(request: HttpRequest) -> HttpResponse:
    """Send mail to one's own address again: the person says that it works."""
    if clear_own_address(user=person(request)):
        messages.success(request, _("Mail goes to your address again."))
    return redirect("notify:settings")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mails of one kind, for whoever holds the link of such a mail; signing in is not needed.

    Looking changes nothing, because mail programs look at links by themselves. A POST stops: the
    page's button, or a mail program's own (RFC 8058, which sends no cookie and no CSRF token: the
    signed link is the proof).
    """
    try:
        facts: dict[str, Any] = unsign(PURPOSE, token)
    except BadToken:
        return render(request, "notify/unsubscribe_closed.html", status=404)
    user = User.objects.filter(id=UUID(facts["u"]), is_active=True).first()
    kinds = [KINDS[name] for name in facts["k"] if name in KINDS]
    if user is None or not kinds:
        return render(request, "notify/unsubscribe_closed.html", status=404)
    names = [kind.name for kind in kinds]
    if request.method == "POST":
        if request.POST.get("undo"):
            resume_mail(user=user, kinds=names)
        else:
            stop_mail(user=user, kinds=names)
    chosen = own_choices(user)
    context = {
        "kinds": kinds,
        "is_stopped": all(chosen.get((name, "mail")) is False for name in names),
        "is_resumed": request.method == "POST" and bool(request.POST.get("undo")),
        "address": user.email or "",
    }
    return render(request, "notify/unsubscribe.html", context)
