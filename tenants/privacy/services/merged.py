"""Accounts that were merged away: what is asked for them holds for the person, and they are not kept for ever."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts import api as accounts
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.jobs import enqueue
from tenants.privacy.enums import OPEN_ERASURES, ErasureState
from tenants.privacy.models import ErasureRequest
from tenants.privacy.services.erasure import forget
from tenants.privacy.subjects import left_of

# How long an account that was merged away keeps its name and the rest: enough to notice a mistake.
KEPT_FOR = timedelta(days=90)


def take_over_request(*, kept_id: UUID, gone_id: UUID) -> None:
    """Let an open request of the other account be the kept one's; in the transaction of the merging."""
    with transaction.atomic():
        mine = ErasureRequest.objects.filter(user_id=kept_id, state__in=OPEN_ERASURES)
        theirs = ErasureRequest.objects.filter(user_id=gone_id, state__in=OPEN_ERASURES)
        if mine.exists():
            theirs.update(state=ErasureState.CANCELLED, due_at=None)
        else:
            theirs.update(user_id=kept_id)


def forget_merged() -> int:
    """Empty the accounts that were merged away long enough ago; the rows stay, and point to the kept ones.

    What others rely on hangs on them still: the history, agreements, figures. Each in its transaction.

    Returns:
        How many.
    """
    gone = accounts.merged_before(now() - KEPT_FOR)
    for gone_id in gone:
        with transaction.atomic():
            _report, files = forget(left_of(gone_id))
            audit.record(
                "privacy.merged_emptied",
                actor=None,
                target=_("an account that was merged"),
                target_id=gone_id,
            )
            if files:
                enqueue("privacy.remove_files", keys=files)
    return len(gone)
