"""Jobs of this app: each takes ids and calls one service."""

from uuid import UUID

from tenants.accounts.services import guess, phone_code, session
from tenants.kernel.jobs import job


@job("accounts.send_phone_code")
def send_phone_code(*, code_id: UUID) -> None:
    """Make the code somebody asked for, and write the text."""
    phone_code.send_phone_code(code_id=code_id)


@job("accounts.keep_house")
def keep_house() -> None:
    """Forget codes of yesterday, counts whose window is over, and where sessions came from."""
    phone_code.forget_old_codes()
    guess.forget_old_guesses()
    session.forget_networks()
