"""Addresses of teaching and recruiting: the way in, and what follows."""

from typing import Any

from django.urls import URLPattern, path

from public_site.enums import ReviewKind
from public_site.views import application, papers, proving, recruit, teach


def _way_in(prefix: str, kind: ReviewKind) -> list[URLPattern]:
    """The addresses that both kinds of application have."""
    extra: dict[str, Any] = {"kind": kind.value}
    return [
        path(f"{prefix}/apply/", application.apply, extra, name=f"{prefix}_apply"),
        path(f"{prefix}/apply/send/now/", application.send, extra, name=f"{prefix}_send"),
        path(f"{prefix}/apply/papers/add/", papers.paper_add, extra, name=f"{prefix}_paper_add"),
        path(
            f"{prefix}/apply/papers/<uuid:document_id>/remove/",
            papers.paper_remove,
            extra,
            name=f"{prefix}_paper_remove",
        ),
        path(
            f"{prefix}/apply/papers/<uuid:document_id>/restore/",
            papers.paper_restore,
            extra,
            name=f"{prefix}_paper_restore",
        ),
        path(f"{prefix}/apply/<slug:step>/", application.step, extra, name=f"{prefix}_step"),
        path(f"{prefix}/application/", application.follow, extra, name=f"{prefix}_application"),
        path(
            f"{prefix}/application/replies/", application.replies, extra, name=f"{prefix}_replies"
        ),
        path(
            f"{prefix}/application/withdraw/",
            application.withdraw,
            extra,
            name=f"{prefix}_withdraw",
        ),
        path(f"{prefix}/terms/", teach.terms, extra, name=f"{prefix}_terms"),
    ]


_INSTRUCTOR = {"kind": ReviewKind.INSTRUCTOR.value}
urlpatterns = [
    path("teach/", teach.teach, name="teach"),
    path("teach/guidelines/", teach.guidelines, name="teach_guidelines"),
    path("teach/apply/sample/video/", papers.sample_video, _INSTRUCTOR, name="teach_video"),
    path(
        "teach/apply/sample/video/drop/", papers.sample_drop, _INSTRUCTOR, name="teach_video_drop"
    ),
    *_way_in("teach", ReviewKind.INSTRUCTOR),
    path("recruit/", recruit.recruit, name="recruit"),
    path("recruit/company/", recruit.company, name="recruit_company"),
    path("recruit/apply/proof/code/", proving.code_send, name="recruit_code"),
    path("recruit/apply/proof/code/confirm/", proving.code_confirm, name="recruit_code_confirm"),
    path("recruit/apply/proof/record/", proving.record_check, name="recruit_record"),
    *_way_in("recruit", ReviewKind.COMPANY),
    path("papers/<uuid:document_id>/", papers.paper_open, name="paper"),
    path("employers/<slug:employer_slug>/", recruit.employer, name="employer"),
]
