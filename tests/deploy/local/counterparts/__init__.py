"""The counterparts of outside services: they must speak as the real ones do."""
