"""What an application lacks beside its fields: papers, a video, the proof of its website."""

from django.utils.translation import gettext as _

from public_site.domains import clean_domain
from public_site.enums import ReviewKind
from public_site.models import DomainProof
from public_site.selectors.application import ApplicationInfo
from tenants.kernel.errors import Invalid


def missing_beside_forms(info: ApplicationInfo) -> dict[str, str]:
    """Return the steps that lack something, and what to do there. The service asks the same on sending."""
    missing: dict[str, str] = {}
    if not info.documents:
        missing["papers"] = _("Add at least one document.")
    if info.kind == ReviewKind.INSTRUCTOR:
        sample = info.answers.get("sample", {})
        if sample.get("sample_kind") == "video" and info.video is None:
            missing["sample"] = _("Upload the video, or write the lesson as a text.")
    elif not _is_proven(info):
        missing["proof"] = _("Show that the website is the company's.")
    return missing


def _is_proven(info: ApplicationInfo) -> bool:
    try:
        domain = clean_domain(str(info.answers.get("company", {}).get("domain", "")))
    except Invalid:
        return False
    return DomainProof.objects.filter(
        review_id=info.id, domain=domain, proven_at__isnull=False
    ).exists()
