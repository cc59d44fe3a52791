"""Settings: `apps` (what lives where), `base`, then one module per environment."""
