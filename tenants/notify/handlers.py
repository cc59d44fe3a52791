"""What this app does when others tell it something. All inline: same transaction, same schema."""

from tenants.accounts.events import AddressProved, PeopleMerged
from tenants.kernel.mail import MailFailed, MailQueued, MailSent
from tenants.kernel.texts import TextSent, TextSettled
from tenants.notify.services import outcome, trouble
from tenants.notify.services.merging import take_over_choices


def on_address_proved(event: AddressProved) -> None:
    """Send mail there again, if it had come back before."""
    trouble.end_bounces(user_id=event.user_id, address=event.address)


def on_people_merged(event: PeopleMerged) -> None:
    """What was chosen under the account that is gone holds where the kept one has chosen nothing."""
    take_over_choices(kept_id=event.kept_id, gone_id=event.gone_id)


def on_mail_queued(event: MailQueued) -> None:
    """Put a mail that came from elsewhere into the log."""
    outcome.note_mail_queued(event)


def on_mail_sent(event: MailSent) -> None:
    """Write down that the mail server took it."""
    outcome.note_mail_sent(event)


def on_mail_failed(event: MailFailed) -> None:
    """Write down that it will not arrive."""
    outcome.note_mail_failed(event)


def on_text_sent(event: TextSent) -> None:
    """Write down that the provider took it."""
    outcome.note_text_sent(event)


def on_text_settled(event: TextSettled) -> None:
    """Write down whether it arrived."""
    outcome.note_text_settled(event)
