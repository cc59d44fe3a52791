"""Questions this app answers, as frozen dataclasses or querysets."""
