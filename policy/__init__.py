"""What law and programs say: dated rule packs, and the functions that judge by them."""

from policy.eligibility import RULES, Ground, Obstacle, Verdicts, explain, judge, obstacles, opens_with

__all__ = ["RULES", "Ground", "Obstacle", "Verdicts", "explain", "judge", "obstacles", "opens_with"]
