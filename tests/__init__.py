"""Tests mirror the source file by file."""
