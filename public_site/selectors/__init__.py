"""What the public pages show, read through other apps' api."""
