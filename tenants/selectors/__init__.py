"""Reading the directory of companies."""
