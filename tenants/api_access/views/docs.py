"""The API described for people: a page of our own, made from the same schema that programs read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.api_access.enums import Scope
from tenants.api_access.selectors.operation import about, chapters
from tenants.kernel.api_errors import PROBLEMS
from tenants.kernel.markup import render_markdown


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show how to call, what there is, and what each failure means."""
    context = {
        "about": render_markdown(about()),
        "chapters": chapters(request.urlconf),  # type: ignore[attr-defined]
        "scopes": list(Scope),
        "problems": PROBLEMS,
    }
    return render(request, "api_access/docs.html", context)
