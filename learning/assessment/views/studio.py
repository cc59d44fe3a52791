"""The author's quiz editor: rules, questions, their order."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.assessment.drafts import QuestionDraft
from learning.assessment.forms.question import QuestionForm
from learning.assessment.forms.rules import RulesForm
from learning.assessment.selectors.quiz import DraftQuiz, draft_quiz
from learning.assessment.services import quiz as service
from learning.assessment.views.access import quiz_lesson
from learning.catalogue.api import LessonInfo, may_author
from tenants.accounts.api import asks
from tenants.kernel.errors import DomainError, Missing


@asks(may_author)
@require_GET
def quiz(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Show a quiz as it stands."""
    lesson = quiz_lesson(request, lesson_id)
    return _page(request, lesson, draft_quiz(lesson_id))


@asks(may_author)
@require_POST
def rules(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Save pass mark, attempts and mixing."""
    lesson = quiz_lesson(request, lesson_id)
    form = RulesForm(request.POST)
    if form.is_valid():
        try:
            service.save_rules(lesson_id=lesson_id, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("The rules are saved."))
            return redirect("assessment:studio_quiz", lesson_id=lesson_id)
    return _page(request, lesson, draft_quiz(lesson_id), form)


@asks(may_author)
@require_http_methods(["GET", "POST"])
def question_new(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Write another question."""
    lesson = quiz_lesson(request, lesson_id)
    return _question_page(request, lesson, None, None)


@asks(may_author)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, lesson_id: UUID, question_id: UUID) -> HttpResponse:
    """Change a question."""
    lesson = quiz_lesson(request, lesson_id)
    row = draft_quiz(lesson_id).question(question_id)
    if row is None:
        raise Http404
    return _question_page(request, lesson, question_id, row.draft)


@asks(may_author)
@require_POST
def question_move(request: HttpRequest, lesson_id: UUID, question_id: UUID) -> HttpResponse:
    """Move a question one place up or down."""
    quiz_lesson(request, lesson_id)
    _or_404(service.move_question, lesson_id, question_id, up=request.POST.get("to") == "up")
    return redirect(f"{reverse('assessment:studio_quiz', args=[lesson_id])}#question-{question_id}")


@asks(may_author)
@require_POST
def question_remove(request: HttpRequest, lesson_id: UUID, question_id: UUID) -> HttpResponse:
    """Take a question out, with a way back."""
    quiz_lesson(request, lesson_id)
    _or_404(service.remove_question, lesson_id, question_id)
    undo = reverse("assessment:question_restore", args=[lesson_id, question_id])
    messages.success(request, _("The question is removed."), extra_tags=f"undo:{undo}")
    return redirect("assessment:studio_quiz", lesson_id=lesson_id)


@asks(may_author)
@require_POST
def question_restore(request: HttpRequest, lesson_id: UUID, question_id: UUID) -> HttpResponse:
    """Bring a removed question back."""
    quiz_lesson(request, lesson_id)
    _or_404(service.restore_question, lesson_id, question_id)
    messages.success(request, _("The question is back."))
    return redirect("assessment:studio_quiz", lesson_id=lesson_id)


def _or_404(act: object, lesson_id: UUID, question_id: UUID, **how: bool) -> None:
    try:
        act(lesson_id=lesson_id, question_id=question_id, **how)  # type: ignore[operator]
    except Missing as error:
        raise Http404 from error


def _page(
    request: HttpRequest, lesson: LessonInfo, draft: DraftQuiz, form: RulesForm | None = None
) -> HttpResponse:
    form = form or RulesForm(
        initial={
            "pass_percent": draft.pass_percent,
            "max_attempts": draft.max_attempts,
            "shuffle": draft.shuffle,
        }
    )
    return render(
        request,
        "learning/assessment/studio_quiz.html",
        {"lesson": lesson, "quiz": draft, "form": form},
        status=422 if form.errors else 200,
    )


def _question_page(
    request: HttpRequest,
    lesson: LessonInfo,
    question_id: UUID | None,
    draft: QuestionDraft | None,
) -> HttpResponse:
    order = request.POST.get("row", "")
    if order:
        # A button beside a row: rearranged, shown again, nothing saved yet.
        form = QuestionForm.rearranged(request.POST, order)
    else:
        form = QuestionForm(request.POST if request.method == "POST" else None, draft=draft)
    if form.is_bound and form.is_valid():
        try:
            if question_id is None:
                service.add_question(lesson_id=lesson.id, draft=form.draft)
            else:
                service.change_question(
                    lesson_id=lesson.id, question_id=question_id, draft=form.draft
                )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The question is saved."))
            if "another" in request.POST:
                return redirect("assessment:question_new", lesson_id=lesson.id)
            return redirect("assessment:studio_quiz", lesson_id=lesson.id)
    invalid = form.is_bound and bool(form.errors)
    return render(
        request,
        "learning/assessment/studio_question.html",
        {"lesson": lesson, "form": form, "question_id": question_id, "checked": invalid},
        status=422 if invalid else 200,
    )
