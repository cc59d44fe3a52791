"""Management commands of the directory of companies."""
