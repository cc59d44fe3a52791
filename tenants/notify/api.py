"""What other apps may ask of this one, and nothing else of it."""

from tenants.notify.selectors.mails import written_to, written_to_others
from tenants.notify.selectors.zone import zone_of
from tenants.notify.services.notify import notify
from tenants.notify.services.withdrawing import withdraw

__all__ = ["notify", "withdraw", "written_to", "written_to_others", "zone_of"]
