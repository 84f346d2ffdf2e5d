"""Commands on folders of plain CSV: no database, no office forms (docs/formats.md)."""
