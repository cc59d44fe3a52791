"""Lives in: every schema. What the kernel must not lose: events, jobs, mail, audit."""

from tenants.kernel.models.audit import AuditEntry
from tenants.kernel.models.job import Job, JobState
from tenants.kernel.models.mail import MailMessage, MailState
from tenants.kernel.models.outbox import HandledEvent, OutboxDelivery, OutboxEvent
from tenants.kernel.models.text import TextChannel, TextMessage, TextState

__all__ = [
    "AuditEntry",
    "HandledEvent",
    "Job",
    "JobState",
    "MailMessage",
    "MailState",
    "OutboxDelivery",
    "OutboxEvent",
    "TextChannel",
    "TextMessage",
    "TextState",
]
