"""Tags of a company's pages."""
