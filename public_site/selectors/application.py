"""An application as its applicant and its reviewers see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from learning.catalogue.api import MediaState, media_state
from public_site.deadline import ReviewClock, read_clock
from public_site.enums import (
    OPEN_STATES,
    DeclineReason,
    DocumentKind,
    EntryKind,
    ReviewKind,
    ReviewState,
)
from public_site.models import Review, ReviewDocument, ReviewEntry
from tenants.kernel.clock import now

_TONES = {
    EntryKind.APPROVED: "good",
    EntryKind.DECLINED: "bad",
    EntryKind.ASKED: "brand",
    EntryKind.SUBMITTED: "brand",
    EntryKind.ANSWERED: "brand",
}


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A paper, without its bytes."""

    id: UUID
    kind_label: str
    name: str
    content_type: str
    size_bytes: int
    pages: int
    uploaded_at: datetime
    is_removed: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the page."""
        return self.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class QuestionInfo:
    """A question of a reviewer's; the answer is a draft until `answered_at`."""

    id: UUID
    text: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history; `title`, `text`, `when` and `tone` fit the timeline partial."""

    title: str
    text: str
    when: datetime
    tone: str
    who: str
    is_internal: bool


@dataclass(frozen=True, slots=True)
class ApplicationInfo:
    """An application. `answers` is the draft as typed, not what was sent."""

    id: UUID
    kind: str
    state: str
    title: str
    answers: dict[str, Any]
    revision: int
    updated_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    clock: ReviewClock
    reasons: tuple[str, ...]
    message: str
    may_reapply_at: datetime | None
    documents: tuple[DocumentInfo, ...]
    questions: tuple[QuestionInfo, ...]
    history: tuple[HistoryLine, ...]
    video: MediaState | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ReviewState(self.state).label)

    @property
    def is_editable(self) -> bool:
        """Whether the applicant may change it."""
        return self.state in (ReviewState.DRAFT, ReviewState.ASKED)

    @property
    def is_open(self) -> bool:
        """Whether it is not decided and not withdrawn."""
        return self.state in OPEN_STATES

    @property
    def may_reapply(self) -> bool:
        """Whether a new one may be begun after this one was declined or withdrawn."""
        return not self.is_open and (self.may_reapply_at is None or self.may_reapply_at <= now())

    @property
    def open_questions(self) -> tuple[QuestionInfo, ...]:
        """What waits for an answer."""
        return tuple(one for one in self.questions if one.answered_at is None)

    @property
    def answered_questions(self) -> tuple[QuestionInfo, ...]:
        """What was answered and sent."""
        return tuple(one for one in self.questions if one.answered_at is not None)


def application_of(applicant_id: UUID, kind: ReviewKind) -> ApplicationInfo | None:
    """Return somebody's open application of a kind, else the last one, else None."""
    rows = list(
        Review.objects.filter(applicant_id=applicant_id, kind=kind)
        .order_by("-created_at")
        .prefetch_related("documents", "questions", "entries__actor")[:5]
    )
    if not rows:
        return None
    row = next((one for one in rows if one.state in OPEN_STATES), rows[0])
    return application_info(row, for_staff=False)


def application_info(row: Review, *, for_staff: bool) -> ApplicationInfo:
    """Return a review with its papers, questions and history; internal lines for staff only."""
    return ApplicationInfo(
        id=row.id,
        kind=row.kind,
        state=row.state,
        title=row.title,
        answers=row.answers,
        revision=row.revision,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        clock=clock_of(row, now()),
        reasons=tuple(str(DeclineReason(one).label) for one in row.reasons),
        message=row.message,
        may_reapply_at=row.may_reapply_at,
        documents=tuple(
            document_info(one) for one in row.documents.all() if one.removed_at is None
        ),
        questions=tuple(
            QuestionInfo(one.id, one.text, one.answer, one.asked_at, one.answered_at)
            for one in row.questions.all()
        ),
        history=tuple(
            _line(one, for_staff=for_staff)
            for one in row.entries.all()
            if for_staff or not one.is_internal
        ),
        video=media_state(row.sample_media_id) if row.sample_media_id else None,
    )


def clock_of(row: Review, moment: datetime) -> ReviewClock:
    """Return a review's clock; what is decided or a draft has none, whatever an undo remembers."""
    if row.state in (ReviewState.WAITING, ReviewState.ASKED):
        return read_clock(row, moment)
    return ReviewClock("stopped", 0)


def document_info(row: ReviewDocument) -> DocumentInfo:
    """Return a paper without its bytes."""
    return DocumentInfo(
        id=row.id,
        kind_label=str(DocumentKind(row.kind).label),
        name=row.name,
        content_type=row.content_type,
        size_bytes=row.size_bytes,
        pages=row.pages,
        uploaded_at=row.uploaded_at,
        is_removed=row.removed_at is not None,
    )


def _line(row: ReviewEntry, *, for_staff: bool) -> HistoryLine:
    kind = EntryKind(row.kind)
    words = [row.text] if row.text else []
    if kind == EntryKind.ASKED:
        words += [str(question) for question in row.details.get("questions", [])]
    if kind == EntryKind.DECLINED:
        words = [str(DeclineReason(one).label) for one in row.details.get("reasons", [])] + words
    label = str(kind.label)
    return HistoryLine(
        title=f"{label} · {row.actor.display_name}" if for_staff else label,
        text="\n".join(words),
        when=row.at,
        tone=_TONES.get(kind, ""),
        who=row.actor.display_name,
        is_internal=row.is_internal,
    )
