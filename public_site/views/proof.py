"""Showing that a website is the company's: code by mail, or TXT record."""

from typing import Any

from django.http import HttpRequest

from public_site.forms.sending import CodeForm, WorkEmailForm
from public_site.selectors.application import ApplicationInfo
from public_site.services.review.proof import TXT_HOST, TXT_PREFIX, proof_of
from public_site.views.access import person
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid


def proof_context(
    request: HttpRequest, info: ApplicationInfo, forms: dict[str, Any]
) -> dict[str, Any]:
    """Return what the step shows: the website, how far its proof is, the forms."""
    try:
        proof = proof_of(review_id=info.id, applicant=person(request))
    except Invalid:
        return {"proof": None}
    waits = bool(proof.code_digest and proof.code_expires_at and proof.code_expires_at > now())
    return {
        "proof": proof,
        "code_waits": waits,
        "txt_name": f"{TXT_HOST}.{proof.domain}",
        "txt_value": f"{TXT_PREFIX}{proof.token}",
        "email_form": forms.get("email_form") or WorkEmailForm(initial={"email": proof.email}),
        "code_form": forms.get("code_form") or CodeForm(),
    }
