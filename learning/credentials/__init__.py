"""Certificates: issued, signed, drawn, revoked, reinstated."""
