"""Work that is stuck in the entered schema: failed jobs, mail nobody could be given."""

from dataclasses import dataclass

from tenants.kernel.models import Job, MailMessage
from tenants.kernel.models.job import JobState
from tenants.kernel.models.mail import MailState


@dataclass(frozen=True, slots=True)
class StuckWork:
    """Counts of what will not go on by itself."""

    failed_jobs: int
    failed_mails: int


def stuck_work() -> StuckWork:
    """Return what is stuck. Two queries."""
    return StuckWork(
        failed_jobs=Job.objects.filter(state=JobState.FAILED).count(),
        failed_mails=MailMessage.objects.filter(state=MailState.FAILED).count(),
    )
