"""What keeps somebody learning: days of learning, streaks, goals, and the timeline of what was done."""
