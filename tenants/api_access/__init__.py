"""Who may call the API and how often: tokens, rate limits, idempotency keys."""
