"""My courses, one course's outline, and joining it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.catalogue import api as catalogue
from learning.delivery.forms.player import shown
from learning.delivery.selectors.enrolment import enrolments_of
from learning.delivery.selectors.progress import enrolled_courses, progress_outline
from learning.delivery.selectors.review import own_review
from learning.delivery.services.enrolment import enrol_learner
from learning.delivery.views.access import learner, own_enrolment
from tenants.kernel.errors import Missing


@login_required
@require_GET
def my_courses(request: HttpRequest) -> HttpResponse:
    """Show a learner's own courses, the one to go on with first."""
    show = shown(request.GET.get("show", ""))
    infos = enrolments_of(learner(request).id)
    active = [info for info in infos if not info.is_completed]
    completed = [info for info in infos if info.is_completed]
    courses = enrolled_courses(completed if show == "completed" else active[1:])
    available = None
    if show == "all":
        available = catalogue.list_published(catalogue.CatalogueQuery(page=_page(request)))
    first = progress_outline(active[0]) if show == "active" and active else None
    here = first.next_lesson if first else None
    return render(
        request,
        "learning/delivery/my_courses.html",
        {
            "show": show,
            "active_count": len(active),
            "completed_count": len(completed),
            "courses": () if show == "all" else courses,
            "first": first,
            "first_lesson": here,
            "first_module": first.module_of(here.id) if first and here else None,
            "available": available,
            "before_page": available.page - 1 if available else 0,
            "after_page": available.page + 1 if available else 0,
            "mine": {info.course_id for info in infos},
        },
    )


@login_required
@require_GET
def course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show a course's outline: with the learner's ticks, or with a way to join it."""
    enrolment = own_enrolment(request, course_id)
    if enrolment is not None:
        progress = progress_outline(enrolment)
        return render(
            request,
            "learning/delivery/course.html",
            {
                "progress": progress,
                "enrolment": enrolment,
                "here": progress.next_lesson,
                "card": catalogue.cards_of_courses([course_id]).get(course_id),
                "reviewed": own_review(enrolment.id) is not None,
            },
        )
    try:
        offered = catalogue.published_course(course_id)
    except Missing as error:
        raise Http404 from error
    return render(request, "learning/delivery/course_offer.html", {"offered": offered})


@login_required
@require_POST
def enrol(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Put the visitor into a course and open its first lesson."""
    info = enrol_learner(course_id=course_id, learner_id=learner(request).id, source="self")
    following = progress_outline(info).next_lesson
    if following is None:
        return redirect("delivery:course", course_id=course_id)
    messages.success(request, _("You are enrolled. Here is the first lesson."))
    return redirect("delivery:lesson", course_id=course_id, lesson_id=following.id)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
