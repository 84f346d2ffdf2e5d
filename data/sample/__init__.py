"""The synthetic season: made up with a fixed seed, and marked so everywhere."""
