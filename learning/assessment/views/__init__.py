"""The author's quiz editor and the learner's attempts."""
