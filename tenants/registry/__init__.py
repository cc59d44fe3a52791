"""The public registry of certificates: fed by events, read by everyone, changed by nobody."""
