"""Plans as kept: assignments, trips and their stops, batch numbers, reserves, runs, questions asked about them."""

from data.plans.store import Record, load, placed_workers, save, unplaced_as_before

__all__ = ["Record", "load", "placed_workers", "save", "unplaced_as_before"]
