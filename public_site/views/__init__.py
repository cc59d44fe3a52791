"""Pages of the public site. Verification and marketplace compose what other apps answer."""
