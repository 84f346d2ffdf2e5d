"""The words offices use, kept in readable tables."""
