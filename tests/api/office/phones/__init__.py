"""Who comes in from a telephone."""
