"""A plan in force after something changed: the fewest people moved, then completed."""
