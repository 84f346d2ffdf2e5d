"""Tests of the importers, mirroring data/importers."""
