"""What other apps may ask of this one, and nothing else of it."""

from tenants.notify.selectors.zone import zone_of
from tenants.notify.services.notify import notify

__all__ = ["notify", "zone_of"]
