"""Importing people: upload, look, correct, go ahead."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from enterprise.forms.listing import ListForm
from enterprise.forms.people_import import (
    RunForm,
    UploadForm,
    as_options,
    read_columns,
    read_corrections,
)
from enterprise.models import RowFate
from enterprise.selectors.people_import import (
    COLUMN_LABELS,
    LABELS,
    PAGE_SIZE,
    ImportInfo,
    columns_of,
    import_rows,
    imports,
    outlook,
    people_import,
    problem_lines,
    rows_done,
)
from enterprise.services import people_import as service
from enterprise.services import people_upload as upload_service
from enterprise.views.access import asks, person
from tenants.accounts.api import can_import_people
from tenants.kernel.errors import DomainError, Missing
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream

_SHOWN = {
    "problem": RowFate.PROBLEM,
    "create": RowFate.CREATE,
    "update": RowFate.UPDATE,
    "reactivate": RowFate.REACTIVATE,
    "unchanged": RowFate.UNCHANGED,
    "out": RowFate.LEFT_OUT,
    "done": RowFate.IMPORTED,
}


def _found(import_id: UUID) -> ImportInfo:
    info = people_import(import_id)
    if info is None:
        raise Missing(_("There is no such import."))
    return info


@asks(can_import_people)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, or show the form and the imports before."""
    form = (
        UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST"
        else UploadForm()
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = upload_service.upload_people(
                file=file.file, file_name=file.name, size_bytes=file.size, actor=person(request)
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            url = reverse("enterprise:people_import", args=[row.id])
            # A form that was sent in the background cannot follow a redirect by itself.
            return HttpResponseClientRedirect(url) if request.htmx else redirect(url)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "imports": imports(),
        "most_bytes": settings.UPLOAD_LIMITS_BYTES["people"],
        "labels": LABELS.values(),
    }
    return render(
        request, "enterprise/people/upload.html", context, status=422 if form.errors else 200
    )


@asks(can_import_people)
@require_safe
def preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show what would become of each row; while a job has the import, how far it is."""
    info = _found(import_id)
    if request.htmx:  # type: ignore[attr-defined]
        if not info.is_busy:
            return HttpResponseClientRedirect(reverse("enterprise:people_import", args=[import_id]))
        return render(request, "enterprise/people/_running.html", _running(info))
    if info.is_mapping:
        return redirect("enterprise:people_import_columns", import_id=import_id)
    if info.is_busy:
        return render(request, "enterprise/people/import_busy.html", _running(info))
    asked = request.GET.get("show", "")
    fate = _SHOWN.get(asked) or _first(info)
    count = info.counts.get(fate, 0)
    page = Paginator(range(count), PAGE_SIZE).get_page(ListForm(request.GET).read()["page"])
    context = {
        "info": info,
        "outlook": outlook(import_id),
        "fate": fate,
        "rows": import_rows(import_id, fate, offset=(page.number - 1) * PAGE_SIZE),
        "page": page,
        "tabs": _tabs(info, fate),
    }
    return render(request, "enterprise/people/import.html", context)


def _running(info: ImportInfo) -> dict[str, object]:
    done = rows_done(info.id)
    percent = min(99, 100 * done // info.ready) if done and info.ready else 0
    return {"info": info, "done": done, "percent": percent}


def _first(info: ImportInfo) -> RowFate:
    order = [RowFate.PROBLEM, RowFate.CREATE, RowFate.UPDATE, RowFate.REACTIVATE, RowFate.IMPORTED]
    return next((fate for fate in order if info.counts.get(fate)), RowFate.UNCHANGED)


def _tabs(info: ImportInfo, fate: RowFate) -> list[dict[str, object]]:
    labels = {
        "problem": _("To correct"),
        "create": _("New"),
        "update": _("Changed"),
        "reactivate": _("Switched on again"),
        "unchanged": _("As they are"),
        "out": _("Left out"),
        "done": _("Imported"),
    }
    url = reverse("enterprise:people_import", args=[info.id])
    return [
        {
            "label": labels[name],
            "url": f"{url}?show={name}",
            "current": shown == fate,
            "count": info.counts.get(shown, 0),
        }
        for name, shown in _SHOWN.items()
        if info.counts.get(shown) or shown == fate
    ]


@asks(can_import_people)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Ask what each column holds, and look at the rows when it is said."""
    info = _found(import_id)
    if not info.can_remap:
        return redirect("enterprise:people_import", import_id=import_id)
    found, problem = columns_of(import_id), ""
    if request.method == "POST":
        fields = read_columns(request.POST, len(found))
        try:
            upload_service.set_columns(import_id=import_id, fields=fields, actor=person(request))
        except Missing:
            raise
        except DomainError as error:
            problem = error.message
            found = [replace(one, field=field) for one, field in zip(found, fields, strict=True)]
        else:
            return redirect("enterprise:people_import", import_id=import_id)
    context = {"info": info, "columns": found, "choices": COLUMN_LABELS, "problem": problem}
    return render(
        request, "enterprise/people/import_columns.html", context, status=422 if problem else 200
    )


@asks(can_import_people)
@require_POST
def correct(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Save corrected cells, leave out what is ticked, and look at all rows again."""
    cells, left_out = read_corrections(request.POST)
    try:
        service.correct_rows(
            import_id=import_id, corrections=cells, left_out=left_out, actor=person(request)
        )
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        left = _found(import_id).problems
        if left:
            messages.warning(
                request,
                ngettext(
                    "Looked at again: %(n)d row is still to correct.",
                    "Looked at again: %(n)d rows are still to correct.",
                    left,
                )
                % {"n": left},
            )
        else:
            messages.success(request, _("Looked at again: every row is in order."))
    return redirect("enterprise:people_import", import_id=import_id)


@asks(can_import_people)
@require_POST
def options(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say whether teams are made, and people who are here changed or switched on."""
    try:
        service.set_options(import_id=import_id, actor=person(request), **as_options(request.POST))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("enterprise:people_import", import_id=import_id)


@asks(can_import_people)
@require_POST
def run(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Import the rows that were shown as ready."""
    _found(import_id)
    form = RunForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is nobody to import yet. Correct a row first."))
        return redirect("enterprise:people_import", import_id=import_id)
    try:
        row = service.start_import(
            import_id=import_id,
            agreed=form.cleaned_data["agreed"],
            sends_invitations=form.cleaned_data["invite"],
            actor=person(request),
        )
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("enterprise:people_import", import_id=import_id)
    if row.state != "running":
        count = form.cleaned_data["agreed"]
        messages.success(
            request,
            ngettext("%(n)d person is imported.", "%(n)d people are imported.", count)
            % {"n": count},
        )
    return redirect("enterprise:people_import", import_id=import_id)


@asks(can_import_people)
@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Put an import away."""
    try:
        service.discard_import(import_id=import_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("enterprise:people_import", import_id=import_id)
    messages.success(request, _("The import is put away. Nobody it made was removed."))
    return redirect("enterprise:people_upload")


@asks(can_import_people)
@require_safe
def problems_csv(request: HttpRequest, import_id: UUID) -> StreamingHttpResponse:
    """Send the rows that were not imported, each with its reason."""
    _found(import_id)
    header, lines = problem_lines(import_id)
    return stream(lambda: csv_rows(header, lines), content_type=CSV_TYPE, filename="to-correct.csv")


@asks(can_import_people)
@require_safe
def sample_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send a file to fill in: the headings, and one line that shows how."""
    header = ["Name", "Email", "Department", "Job title", "Employee ID", "Role", "Native name"]
    line = [
        "Meena Iyer",
        "meena.iyer@example.com",
        "Inside sales",
        "Team lead",
        "E-1017",
        "learner",
        "மீனா ஐயர்",
    ]
    return stream(
        lambda: csv_rows(header, iter([line])),
        content_type=CSV_TYPE,
        filename="people-to-import.csv",
    )
