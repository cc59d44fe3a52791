"""The learner's pages, and the small answers their player needs."""
