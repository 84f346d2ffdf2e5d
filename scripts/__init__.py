"""Scripts that build reference files, with their sources."""
