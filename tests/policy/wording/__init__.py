"""Tests of policy/, file by file."""
