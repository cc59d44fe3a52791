"""Questions about quizzes and attempts; answers are frozen dataclasses."""
