"""The public host: marketing, marketplace, verification."""
