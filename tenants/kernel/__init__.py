"""Money, clock, ids, errors, events, jobs, stream, egress, storage, pdf, mail, audit: no product rules."""
