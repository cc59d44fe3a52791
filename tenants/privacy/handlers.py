"""What this app does when others tell it something. Inline: same transaction, same schema."""

from tenants.accounts.events import PeopleMerged
from tenants.privacy.services.merged import take_over_request


def on_people_merged(event: PeopleMerged) -> None:
    """Let a wish to be forgotten hold for the account that goes on."""
    take_over_request(kept_id=event.kept_id, gone_id=event.gone_id)
