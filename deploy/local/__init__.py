"""The embedded stack: everything `deploy/up`, `deploy/test` and `deploy/bench` need on one machine."""
