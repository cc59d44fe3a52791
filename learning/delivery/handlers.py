"""What delivery does when others announce something. Inline: same transaction, same schema."""

from learning.delivery.services.reassigning import reassign_learner
from tenants.accounts.events import PeopleMerged


def on_people_merged(event: PeopleMerged) -> None:
    """What the account that is gone learned goes to the one that is kept."""
    reassign_learner(from_id=event.gone_id, to_id=event.kept_id)
