"""What other apps may ask of the registry, and nothing else of it. Enter `public` first."""

from tenants.registry.selectors import RegisteredCertificate, has_issued, lookup, lookup_pdf

__all__ = ["RegisteredCertificate", "has_issued", "lookup", "lookup_pdf"]
