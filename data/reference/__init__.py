"""Facts that ship with the program: today's regions, their seats, and what retired codes became."""

from data.reference.regions import regions

__all__ = ["regions"]
