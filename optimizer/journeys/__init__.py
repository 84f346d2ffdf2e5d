"""Time on the road: driving hours, the order of the stops, who fails to board."""
