"""What other apps may ask of this one: the permission of their endpoints."""

from tenants.api_access.permissions import calls

__all__ = ["calls"]
