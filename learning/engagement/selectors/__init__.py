"""Questions about days, goals and the timeline; answers are frozen dataclasses."""
