"""Questions about studying; answers are frozen dataclasses."""
