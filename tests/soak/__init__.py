"""The long proofs: make soak."""
