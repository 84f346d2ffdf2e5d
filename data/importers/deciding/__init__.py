"""Rows put to decide, and rows mended and sent again."""
