"""Products, prices, orders, ledger and tax invoices. Public only; nothing is sold yet, so it holds no models."""
