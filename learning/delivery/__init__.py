"""Studying: enrolments, what each learner has done, and the pages where they do it."""
