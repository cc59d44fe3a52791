"""From a host name to a schema, and from a request to a transaction."""
