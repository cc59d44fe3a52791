"""The development page of DNS records: what the name server on this machine answers.

Not in production: the URL exists only where DEV_PAGES is set.
"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deploy.local.counterparts.dns import KINDS, RECORDS, read_records, write_records

_MOST_CHARACTERS = 100_000
_PARTS = 3  # name, type, value


@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """Show and replace the records; what cannot be read is said line by line and nothing is lost."""
    folder = settings.DEV_DNS_FOLDER
    if folder is None:
        raise Http404
    if request.method != "POST":
        path = folder / RECORDS
        return _page(request, path.read_text() if path.is_file() else "", [], 200)
    text = request.POST.get("records", "")[:_MOST_CHARACTERS].replace("\r\n", "\n")
    wrong = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#") and not _is_record(line)
    ]
    if wrong:
        return _page(request, text, wrong, 422)
    write_records(folder, text)
    messages.success(request, f"Saved: {len(read_records(folder))} records are answered now.")
    return redirect("dev_dns")


def _is_record(line: str) -> bool:
    parts = line.split(None, _PARTS - 1)
    return len(parts) == _PARTS and parts[1].upper() in KINDS


def _page(request: HttpRequest, text: str, wrong: list[int], status: int) -> HttpResponse:
    return render(request, "dev/dns.html", {"records": text, "wrong": wrong}, status=status)
