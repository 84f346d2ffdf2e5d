"""Tests of what changed in the tables, from one version to the next."""
