"""The content host: papers of applications, by signed address. No cookies, no session."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from public_site.selectors.papers import LINK_LIFE, served_paper
from tenants.kernel import storage
from tenants.kernel.errors import Missing


@require_safe
def paper(request: HttpRequest, token: str) -> FileResponse:
    """Serve one paper to whoever holds a link. Pictures are shown, PDFs are saved, nothing runs."""
    try:
        found = served_paper(token)
        handle = storage.open_file(found.key)
    except (Missing, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(
        handle,
        content_type=found.content_type,
        as_attachment=not found.content_type.startswith("image/"),
        filename=found.name,
    )
    response["Cache-Control"] = f"private, max-age={int(LINK_LIFE.total_seconds())}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response
