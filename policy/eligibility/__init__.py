"""Who may be sent where: the hard rules, their verdict over millions of pairs, and the same in words."""

from policy.eligibility.employers import licence_unseen
from policy.eligibility.explaining import Ground, Obstacle, explain, obstacles, opens_with
from policy.eligibility.hard_rule import HardRule
from policy.eligibility.judging import RULE_IDS, RULES, Verdicts, judge
from policy.eligibility.papers import health_check_pending, missing_certificates, needs_health_check
from policy.eligibility.protected import age_unproven
from policy.eligibility.rows import AllowedRows, kinds_of

__all__ = [
    "RULES",
    "RULE_IDS",
    "AllowedRows",
    "Ground",
    "HardRule",
    "Obstacle",
    "Verdicts",
    "age_unproven",
    "explain",
    "health_check_pending",
    "judge",
    "kinds_of",
    "licence_unseen",
    "missing_certificates",
    "needs_health_check",
    "obstacles",
    "opens_with",
]
