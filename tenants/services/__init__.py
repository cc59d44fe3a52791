"""What is done to companies: making their schemas, migrating them, setting them up."""
