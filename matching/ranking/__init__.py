"""Ranking on any tables: what texts, places, pay and earlier clicks say, learned from those tables alone."""
