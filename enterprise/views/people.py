"""The people of the company: list, bulk acts, export."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from enterprise.forms.people import COLUMNS, ROLE_HINTS, PeopleListForm
from enterprise.forms.people_change import BulkForm
from enterprise.models import PeopleChange
from enterprise.selectors.department import departments_within, visible_departments
from enterprise.selectors.people import (
    ListFilter,
    ListRow,
    PeoplePage,
    export_lines,
    matching_ids,
    people_page,
)
from enterprise.services.people_change import draft_change, say_change, start_change
from enterprise.views.access import asks, person
from tenants.accounts.api import (
    PAGE_SIZE,
    Action,
    PersonStatus,
    Role,
    User,
    can_export_people,
    can_import_people,
    can_invite_people,
    can_see_people,
    count_pending_invitations,
    may,
    numbers_of,
    seat_usage,
)
from tenants.kernel.errors import DomainError, Missing
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.kernel.words import day_year
from tenants.kernel.xlsx import XLSX_TYPE, xlsx_chunks

_MOST_REASONS = 5


def _wanted(request: HttpRequest, action: Action) -> ListFilter:
    """Return what the address asks for, within the teams the reader's action goes for."""
    wanted = PeopleListForm(request.GET).wanted()
    return replace(wanted, within=departments_within(person(request), action))


@asks(can_see_people)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Show one page of people; htmx asks for the table alone."""
    form = PeopleListForm(request.GET)
    # The panel with more filters is opened by the address, so that nobody else waits for its lists.
    more = "more" in request.GET or any(request.GET.get(name) for name in _MORE)
    found = people_page(_wanted(request, Action.SEE_PEOPLE), with_managers=more)
    is_filtered = any(request.GET.get(name) for name in _FILTERS)
    # The rows are here already; the paginator only counts pages.
    page = Paginator(range(found.total), PAGE_SIZE).page(found.page)
    context = {
        "found": found,
        "page": page,
        "chips": _chips(request, found),
        "roles": [(role.value, role.label) for role in ROLE_HINTS],
        "asked": request.GET,
        "is_filtered": is_filtered,
        "columns": form.columns(),
        "heads": [(name, COLUMNS[name], name in _SORTABLE) for name in form.columns()],
        "lines": _lines(found, form.columns()),
        "list_url": reverse("enterprise:people"),
        "query": request.GET.urlencode(),
        "actions": _actions(person(request)),
        "may": {
            "export": can_export_people(person(request)),
            "import": can_import_people(person(request)),
            "invite": can_invite_people(person(request)),
            "move": may(person(request), Action.MOVE_PEOPLE),
        },
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "enterprise/people/_table.html", context)
    context |= {
        "more": more,
        "languages": settings.LANGUAGES,
        "seen_choices": _seen_choices(),
        "all_columns": COLUMNS,
        "seats": seat_usage(),
        "pending": count_pending_invitations(
            within=departments_within(person(request), Action.INVITE_PEOPLE)
        )
        if can_invite_people(person(request)) and not is_filtered and found.page == 1
        else 0,
    }
    return render(request, "enterprise/people/list.html", context)


_SORTABLE = ("number", "title", "joined", "seen")


def _lines(found: PeoplePage, columns: list[str]) -> list[tuple[ListRow, list[tuple[object, ...]]]]:
    """Return each row with its cells: label, value, whether it is small print.

    Put together here and not in the template: fifty rows of a dozen tags each cost more than all queries.
    """
    badges = {
        status: render_to_string("enterprise/people/_status.html", {"status": status})
        for status in PersonStatus
    }
    never, learner = _("Never"), str(Role.LEARNER.label)
    labels = {name: str(COLUMNS[name]) for name in columns}
    phones = numbers_of(row.info.id for row in found.rows) if "phone" in columns else {}

    def cell(row: ListRow, name: str) -> tuple[object, bool]:
        info = row.info
        if name == "status":
            return mark_safe(badges[info.status]), False  # noqa: S308  (our own template)
        if name == "seen":
            return (day_year(info.last_seen_at) if info.last_seen_at else never), True
        if name == "joined":
            return day_year(info.date_joined), True
        return {
            "team": row.department,
            "role": ", ".join(row.roles) or learner,
            "number": info.employee_id,
            "title": info.job_title,
            "phone": phones.get(info.id, ""),
            "language": info.language or "–",
        }[name], False

    return [(row, [(labels[name], *cell(row, name)) for name in columns]) for row in found.rows]


_MORE = ("manager", "language", "joined_from", "joined_to", "seen", "email", "col")
_FILTERS = ("q", "role", "status", "department", *_MORE[:-1])


def _seen_choices() -> list[tuple[str, str]]:
    return [
        ("30", _("Not for 30 days")),
        ("90", _("Not for 90 days")),
        ("180", _("Not for half a year")),
        ("never", _("Never")),
    ]


def _chips(request: HttpRequest, found: PeoplePage) -> list[dict[str, object]]:
    now = found.filter.status
    chips: list[dict[str, object]] = [
        {
            "label": _("Everyone"),
            "url": _with_status(request, ""),
            "current": now is None,
            "count": sum(found.counts.values()),
        }
    ]
    chips += [
        {
            "label": status.label,
            "url": _with_status(request, status.value),
            "current": now == status,
            "count": found.counts[status],
        }
        for status in PersonStatus
    ]
    return chips


def _with_status(request: HttpRequest, status: str) -> str:
    query = request.GET.copy()
    for key in ("status", "page"):
        query.pop(key, None)
    if status:
        query["status"] = status
    return f"{reverse('enterprise:people')}{'?' if query else ''}{query.urlencode()}"


_NEEDS = {
    "move": Action.MOVE_PEOPLE,
    "invite": Action.INVITE_PEOPLE,
    "reactivate": Action.DEACTIVATE_PEOPLE,
    "edit": Action.EDIT_PEOPLE,
    "deactivate": Action.DEACTIVATE_PEOPLE,
}


def _actions(user: User) -> list[dict[str, object]]:
    buttons: list[dict[str, object]] = [
        {"name": "do", "value": "move", "label": _("Move"), "icon": "team"},
        {"name": "do", "value": "invite", "label": _("Invite"), "icon": "mail"},
        {"name": "do", "value": "reactivate", "label": _("Reactivate"), "icon": "retry"},
        {"name": "do", "value": "edit", "label": _("Change…"), "icon": "edit"},
        {
            "name": "do",
            "value": "deactivate",
            "label": _("Deactivate"),
            "icon": "lock",
            "variant": "danger",
        },
    ]
    return [button for button in buttons if may(user, _NEEDS[str(button["value"])])]


@asks(can_see_people)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do to the ticked people what the pressed button says."""
    form = BulkForm(request.POST, teams=visible_departments(person(request), Action.MOVE_PEOPLE))
    if not form.is_valid():
        messages.error(request, str(next(e for errors in form.errors.values() for e in errors)))
        return _back(request)
    actor, do = person(request), form.cleaned_data["do"]
    within = departments_within(actor, Action.SEE_PEOPLE)
    if form.cleaned_data["all"]:
        asked = PeopleListForm(QueryDict(form.cleaned_data["query"])).wanted()
        ids = matching_ids(replace(asked, within=within))
    else:
        ids = form.cleaned_data["selected"]
    try:
        change = draft_change(person_ids=ids, actor=actor, within=within, back=_where(request))
        wanted = form.wanted()
        if wanted:
            say_change(change_id=change.id, wanted=wanted, actor=actor)
        # All that match, or more than a page: the count is shown before anything happens.
        if not wanted or form.cleaned_data["all"] or len(ids) > PAGE_SIZE:
            return redirect("enterprise:people_change", change_id=change.id)
        change = start_change(change_id=change.id, actor=actor)
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return _back(request)
    _tell(request, do, change)
    return _back(request)


def _tell(request: HttpRequest, do: str, change: PeopleChange) -> None:
    count = change.done_count
    words = {
        "deactivate": ngettext(
            "%(n)d person is deactivated; they are signed out everywhere.",
            "%(n)d people are deactivated; they are signed out everywhere.",
            count,
        ),
        "reactivate": ngettext(
            "%(n)d person is active again.", "%(n)d people are active again.", count
        ),
        "move": ngettext("%(n)d person moved.", "%(n)d people moved.", count),
        "invite": ngettext("%(n)d invitation sent.", "%(n)d invitations sent.", count),
    }[do] % {"n": count}
    if count:
        undo = reverse("enterprise:people_change_undo", args=[change.id])
        messages.success(request, words, extra_tags="" if do == "invite" else f"undo:{undo}")
    for name, reason in change.refused[:_MOST_REASONS]:
        messages.error(request, f"{name}: {reason}")
    more = change.refused_count - _MOST_REASONS
    if more > 0:
        messages.error(
            request,
            ngettext("%(n)d more was refused.", "%(n)d more were refused.", more) % {"n": more},
        )
    if not count and not change.refused:
        messages.info(request, _("Nothing had to be changed."))


def _where(request: HttpRequest) -> str:
    where = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(where, allowed_hosts=None) or not where.startswith("/"):
        return reverse("enterprise:people")
    return where


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(_where(request))


@asks(can_export_people)
@require_safe
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send everybody the filters find, for any program."""
    header, lines = export_lines(_wanted(request, Action.EXPORT_PEOPLE))
    return stream(
        lambda: csv_rows(header, lines), content_type=CSV_TYPE, filename="people.csv", may_lag=True
    )


@asks(can_export_people)
@require_safe
def export_xlsx(request: HttpRequest) -> StreamingHttpResponse:
    """Send everybody the filters find, for Excel."""
    header, lines = export_lines(_wanted(request, Action.EXPORT_PEOPLE))
    return stream(
        lambda: xlsx_chunks(header, lines),
        content_type=XLSX_TYPE,
        filename="people.xlsx",
        may_lag=True,
    )
