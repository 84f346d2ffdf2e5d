"""What JSON requests and answers look like."""
