"""What other apps may ask of the registry, and nothing else of it. Enter `public` first."""

from tenants.registry.selectors import (
    RegisteredCertificate,
    count_holding,
    has_issued,
    lookup,
    lookup_pdf,
)

__all__ = ["RegisteredCertificate", "count_holding", "has_issued", "lookup", "lookup_pdf"]
