"""Jobs of API access."""

from tenants.api_access.idempotency import forget_answers
from tenants.api_access.services.token import forget_old_tokens
from tenants.kernel.jobs import job


@job("api_access.keep_house")
def keep_house() -> None:
    """Forget kept answers after a day and ended tokens after half a year."""
    forget_answers()
    forget_old_tokens()
