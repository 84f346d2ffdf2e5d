"""Facts that ship with the program: today's regions, their seats, and what retired codes became."""

from data.reference.region_table import regions

__all__ = ["regions"]
