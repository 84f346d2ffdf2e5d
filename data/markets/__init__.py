"""One window of the registers as the frozen arrays of a Market."""

from data.markets.loading import load, load_about_to_leave, load_with_outcomes, of_people

__all__ = ["load", "load_about_to_leave", "load_with_outcomes", "of_people"]
