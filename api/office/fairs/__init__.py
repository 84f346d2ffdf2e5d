"""The desk of a job fair: set up, planned, held, counted."""
