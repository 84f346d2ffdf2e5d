"""One window of the registers as the frozen arrays of a Market."""

from data.markets.loading import load, load_with_outcomes, of_people

__all__ = ["load", "load_with_outcomes", "of_people"]
