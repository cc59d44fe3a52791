"""The ground floor: companies, schemas, identity, and the kernel everything stands on."""
