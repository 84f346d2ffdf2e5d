"""A plan in force after something changed: the fewest people moved, then completed."""

from optimizer.repair.repairing import Changes, Repair, after, price_of_stability, repair

__all__ = ["Changes", "Repair", "after", "price_of_stability", "repair"]
