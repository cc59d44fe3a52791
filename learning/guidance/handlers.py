"""What guidance does when others announce something. Inline: same transaction, same schema."""

from learning.guidance.services.following import reassign_learner
from learning.guidance.services.merging import take_over
from tenants.accounts.events import PeopleMerged


def on_people_merged(event: PeopleMerged) -> None:
    """Goals, checks and paths of the account that is gone belong to the one that is kept."""
    take_over(kept_id=event.kept_id, gone_id=event.gone_id)
    reassign_learner(from_id=event.gone_id, to_id=event.kept_id)
