"""Where the mail relay posts what came back."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tenants.notify.services.bouncing import is_signed_by_relay, take_report

_LARGEST = 1024 * 1024


@csrf_exempt
@transaction.non_atomic_requests
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take one report (RFC 3464 or RFC 5965), as it came by mail, signed by the relay.

    The public host takes all of them; the mail's own Message-ID says whose it is. One that is about no
    mail of ours is answered like one that is, so that the relay does not send it again.
    """
    if not settings.MAIL_RELAY_SECRET:
        return _words("No relay is set up.", 503)
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > _LARGEST:
        return _words("A report is at most a megabyte.", 413)
    signed = is_signed_by_relay(
        timestamp=request.headers.get("X-Relay-Timestamp", ""),
        signature=request.headers.get("X-Relay-Signature", ""),
        body=request.body,
    )
    if not signed:
        return _words("The signature is wrong or old.", 403)
    take_report(request.body)
    return HttpResponse(status=204)


def _words(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain")
