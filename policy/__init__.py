"""What law and programs say: dated rule packs, and the functions that judge by them."""

from policy.eligibility import RULES, Ground, Verdicts, explain, judge, opens_with

__all__ = ["RULES", "Ground", "Verdicts", "explain", "judge", "opens_with"]
