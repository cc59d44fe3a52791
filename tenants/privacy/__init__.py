"""Consent, one's own data, erasure, retention and support access."""
