"""Composition root: settings, URLs, processes. Imported by nobody."""
