"""One cell at a time: what office spreadsheets write, read without guessing."""

from data.importers.cells.reading import Cell, Reading, plain

__all__ = ["Cell", "Reading", "plain"]
