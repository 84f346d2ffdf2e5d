"""Tests of the walls between tenants."""
