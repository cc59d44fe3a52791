"""Pages of the studio, and the content host's one view."""
