"""What the catalogue does when others announce something. Inline: same transaction, same schema."""

from learning.catalogue.services.owner import take_over_courses
from tenants.accounts.events import PeopleMerged


def on_people_merged(event: PeopleMerged) -> None:
    """The courses of the account that is gone, and those shared with it, are the kept one's."""
    take_over_courses(from_id=event.gone_id, to_id=event.kept_id)
