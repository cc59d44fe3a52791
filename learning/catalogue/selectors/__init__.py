"""Questions about courses; answers are frozen dataclasses, or querysets for pages to cut."""
