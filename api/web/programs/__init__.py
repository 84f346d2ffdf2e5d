"""What other programs ask for: every use case of the pages as JSON under /api/v1, with its own description."""
