"""What other apps may ask of this one: the permission of their endpoints, and rules their bodies share."""

from tenants.api_access.fields import visible_text
from tenants.api_access.permissions import calls

__all__ = ["calls", "visible_text"]
