"""Quizzes: their editor, the frozen versions, attempts and scores."""
