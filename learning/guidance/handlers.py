"""What guidance does when others announce something. Inline: same transaction, same schema."""

from learning.guidance.services.following import reassign_learner
from tenants.accounts.events import PeopleMerged


def on_people_merged(event: PeopleMerged) -> None:
    """The goals of the account that is gone belong to the one that is kept."""
    reassign_learner(from_id=event.gone_id, to_id=event.kept_id)
