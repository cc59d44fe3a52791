"""What this app does when others tell it something. Inline: same transaction, same schema."""

from tenants.accounts.events import PeopleMerged, UserDeactivated
from tenants.api_access.services.token import revoke_tokens_of


def on_user_deactivated(event: UserDeactivated) -> None:
    """End the person's tokens with their sessions."""
    revoke_tokens_of(user_id=event.user_id)


def on_people_merged(event: PeopleMerged) -> None:
    """End the tokens of the account that is gone, as when it is switched off."""
    revoke_tokens_of(user_id=event.gone_id)
