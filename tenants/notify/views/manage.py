"""The company's defaults, its own words, and addresses that get no mail."""

from uuid import UUID

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.kernel.errors import DomainError
from tenants.notify.enums import CHOSEN
from tenants.notify.forms.choices import CompanyRulesForm
from tenants.notify.forms.manage import SearchForm, WhichForm, WordsForm
from tenants.notify.policies import kinds_here
from tenants.notify.selectors.choices import sections_of
from tenants.notify.selectors.company import read_company
from tenants.notify.selectors.manage import (
    PAGE_SIZE,
    our_words,
    own_words,
    troubled_addresses,
    words_rows,
)
from tenants.notify.services.choosing import set_company_defaults
from tenants.notify.services.trouble import clear_trouble, restore_trouble
from tenants.notify.services.wordsmith import checked, preview, reword, reworded_kind
from tenants.notify.views.access import for_keepers, person
from tenants.notify.wording import Overrides


@for_keepers
@require_http_methods(["GET", "POST"])
def defaults(request: HttpRequest) -> HttpResponse:
    """Show and save what holds for everybody who has not chosen."""
    company = read_company()
    sections = sections_of(kinds_here(), CHOSEN, chosen={}, company=company.choices)
    rules = company.rules
    form = CompanyRulesForm(
        request.POST or None,
        initial={
            name: getattr(rules, name)
            for name in ("is_quiet_on", "quiet_from", "quiet_until", "rhythm", "falls_back")
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_company_defaults(
                choices=form.choices_made(sections), actor=person(request), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(
                request, _("The defaults are saved. Who has chosen keeps their choice.")
            )
            return redirect("notify_admin:defaults")
    context = {"sections": sections, "channels": CHOSEN, "form": form}
    if form.is_bound:
        context["ticked"] = {key for key in request.POST if ":" in key}
    return render(request, "notify/defaults.html", context, status=422 if form.errors else 200)


@for_keepers
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Show which messages the company has put into its own words."""
    return render(request, "notify/words.html", {"rows": words_rows()})


@for_keepers
@require_http_methods(["GET", "POST"])
def words_edit(request: HttpRequest) -> HttpResponse:
    """Change the words of one message in one language; look at them first, or put ours back."""
    kind, language = _which(request)
    declared, own = reworded_kind(kind), own_words(kind, language)
    languages = next((row.languages for row in words_rows() if row.kind is declared), None)
    if languages is None:  # a kind of the other sort of host
        raise Http404
    form = WordsForm(request.POST or None, initial={"subject": own.subject, "intro": own.intro})
    shown = own
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "look":
                shown = checked(kind=kind, **form.cleaned_data)
            else:
                reset = request.POST.get("do") == "reset"
                given = {"subject": "", "intro": ""} if reset else form.cleaned_data
                reword(kind=kind, language=language, actor=person(request), **given)
                done = _("Our words are back.") if reset else _("Your words are saved.")
                messages.success(request, done)
                return redirect(request.get_full_path())
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    reader = person(request).display_name
    context = {
        "kind": declared,
        "language": language,
        "languages": languages,
        "form": form,
        "own": own,
        "ours": our_words(declared, language),
        "preview": preview(kind=kind, language=language, words=shown, reader=reader),
        "mail_url": f"{reverse('notify_admin:words_mail')}?kind={kind}&language={language}",
    }
    return render(request, "notify/words_edit.html", context, status=422 if form.errors else 200)


@for_keepers
@require_http_methods(["GET", "POST"])
@csp_replace({"style-src": ["'unsafe-inline'"], "img-src": ["'self'", "data:"]})  # type: ignore[arg-type]  # django-csp types views of one argument only
def words_mail(request: HttpRequest) -> HttpResponse:
    """Show the mail itself, with the words that the form holds; its styles are inline, as in a mail."""
    kind, language = _which(request)
    reworded_kind(kind)
    shown = own_words(kind, language)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = checked(kind=kind, **form.cleaned_data)
        except DomainError:
            shown = Overrides()
    reader = person(request).display_name
    return HttpResponse(preview(kind=kind, language=language, words=shown, reader=reader).html)


@for_keepers
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    """Show the addresses that get no mail, and why."""
    search, number = SearchForm(request.GET).read()
    pages = Paginator(troubled_addresses(search), PAGE_SIZE).get_page(number)
    return render(request, "notify/addresses.html", {"pages": pages, "search": search})


@for_keepers
@require_POST
def address_clear(request: HttpRequest, trouble_id: UUID) -> HttpResponse:
    """Send mail to an address again."""
    row = clear_trouble(trouble_id=trouble_id, actor=person(request))
    undo = reverse("notify_admin:address_restore", args=[row.id])
    text = _("Mail goes to %(address)s again.") % {"address": row.address}
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return redirect("notify_admin:addresses")


@for_keepers
@require_POST
def address_restore(request: HttpRequest, trouble_id: UUID) -> HttpResponse:
    """Undo it."""
    restore_trouble(trouble_id=trouble_id, actor=person(request))
    return redirect("notify_admin:addresses")


def _which(request: HttpRequest) -> tuple[str, str]:
    form = WhichForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["kind"], form.cleaned_data["language"]
