"""Rivals and instances are held to the same rules as the planner."""
