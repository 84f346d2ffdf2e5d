"""Use cases of a score: recommending postings, suggestions for those left out, training."""
