"""What Twilio tells of texts."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tenants.kernel import texts
from tenants.kernel.gateways.twilio import is_signed_by_twilio


@csrf_exempt
@require_POST
def status(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Take Twilio's word for what became of a text, if it is Twilio's and the text is this company's.

    The signature covers the address as we gave it, with the company's own host in it: what was signed
    for one company is nothing at another.
    """
    signature = request.headers.get("X-Twilio-Signature", "")
    fields = request.POST.dict()
    if not is_signed_by_twilio(texts.status_url(text_id), fields, signature):
        return HttpResponse("The signature is wrong.", status=403, content_type="text/plain")
    known = texts.note_status(
        text_id=text_id,
        provider_id=str(fields.get("MessageSid", "")),
        status=str(fields.get("MessageStatus", "")),
        error_code=str(fields.get("ErrorCode", "")),
    )
    if not known:
        raise Http404
    return HttpResponse(status=204)
