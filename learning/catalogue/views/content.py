"""The content host: a company's videos and captions, by signed address. No cookies, no session."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from learning.catalogue.selectors.playback import TOKEN_LIFE, served_file
from tenants.kernel import storage
from tenants.kernel.errors import Missing
from tenants.kernel.names import origin


@require_safe
def media_file(request: HttpRequest, token: str, name: str) -> FileResponse:
    """Serve one file of a video to whoever holds a token for it.

    The bytes are read through `storage.open_file`: from the disk, or streamed from S3, in which
    case a CDN that checks the same tokens may stand before this host. Only the company's own
    pages may read them by script; nothing served here can run as a page.
    """
    try:
        file = served_file(token, name)
        handle = storage.open_file(file.key)
    except (Missing, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(handle, content_type=file.content_type)
    response["Content-Length"] = str(handle.size)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = f"private, max-age={int(TOKEN_LIFE.total_seconds())}"
    response["Access-Control-Allow-Origin"] = origin()
    response["Vary"] = "Origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response
