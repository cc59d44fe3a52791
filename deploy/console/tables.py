"""Which tables the console shows, and which columns: no secret, no text of a message, no answer."""

from dataclasses import dataclass

from django.apps import apps

from deploy.console.site import Console, Reading


@dataclass(frozen=True)
class Table:
    """One table. `listed` are the columns of the list, `more` what a row's own page adds."""

    model: str
    listed: tuple[str, ...]
    more: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    filtered: tuple[str, ...] = ()
    newest_by: str = ""


TABLES = (
    Table(
        "tenants.Tenant",
        ("name", "slug", "status", "status_since", "created_at"),
        more=("status_until", "plan", "cluster", "locale", "time_zone", "group"),
        searched=("name", "slug"),
        filtered=("status", "locale"),
        newest_by="created_at",
    ),
    Table(
        "accounts.User",
        ("name", "email", "is_active", "date_joined", "last_seen_at"),
        more=("native_name", "language", "job_title", "merged_into"),
        searched=("search_text",),
        filtered=("is_active", "language"),
        newest_by="date_joined",
    ),
    Table(
        "catalogue.Course",
        ("title", "status", "language", "level", "owner", "published_at"),
        more=("slug", "summary", "industry", "instructor_name", "edited_at", "created_at"),
        searched=("title", "instructor_name"),
        filtered=("status", "language", "level", "industry"),
        newest_by="edited_at",
    ),
    Table(
        "delivery.Enrolment",
        ("learner", "course", "state", "lessons_done", "lessons_total", "enrolled_at"),
        more=("source", "completed_at", "last_activity_at"),
        searched=("learner__name", "learner__email", "course__title"),
        filtered=("state", "source"),
        newest_by="enrolled_at",
    ),
    Table(
        "credentials.Certificate",
        ("code", "learner_name", "course_title", "issued_at", "revoked_at"),
        more=("version_number", "score_percent", "revoked_reason", "state"),
        searched=("code", "learner_name", "course_title"),
        filtered=("state",),
        newest_by="issued_at",
    ),
    Table(
        "public_site.Review",
        ("title", "kind", "state", "applicant", "submitted_at", "due_at"),
        more=("assignee", "decided_at", "decided_by", "language"),
        searched=("title", "applicant__name", "applicant__email"),
        filtered=("kind", "state"),
        newest_by="created_at",
    ),
    Table(
        "kernel.Job",
        ("name", "state", "attempts", "created_at", "run_after", "finished_at"),
        more=("error", "lease_until"),
        searched=("name",),
        filtered=("state", "name"),
        newest_by="created_at",
    ),
    Table(
        "kernel.MailMessage",
        ("template", "to", "state", "created_at", "sent_at"),
        more=("language", "error"),
        searched=("to", "template"),
        filtered=("state", "template"),
        newest_by="created_at",
    ),
    Table(
        "kernel.OutboxDelivery",
        ("handler", "event", "target", "done_at"),
        searched=("handler", "event__name"),
        filtered=("target",),
        newest_by="id",
    ),
)


def _filled(site: Console) -> Console:
    """Register every table."""
    for table in TABLES:
        fields = (*table.listed, *table.more)
        attributes = {
            "list_display": table.listed,
            "list_select_related": True,
            "fields": fields,
            "readonly_fields": fields,
            "search_fields": table.searched,
            "list_filter": table.filtered,
            "ordering": (f"-{table.newest_by}",) if table.newest_by else ("id",),
            "__doc__": f"Rows of {table.model}.",
        }
        name = f"{table.model.rpartition('.')[2]}Reading"
        site.register(apps.get_model(table.model), type(name, (Reading,), attributes))
    return site


console = _filled(Console(name="admin"))
