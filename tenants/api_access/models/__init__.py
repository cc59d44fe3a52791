"""Lives in: every schema. Tokens of programs, and what they were answered."""

from tenants.api_access.models.answer import KeptAnswer
from tenants.api_access.models.token import AccessToken

__all__ = ["AccessToken", "KeptAnswer"]
