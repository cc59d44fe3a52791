"""What other apps may ask of this one, and nothing else of it."""

from tenants.notify.services.notify import notify

__all__ = ["notify"]
