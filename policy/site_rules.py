"""Names of the dated rules of single sites, as a posting may carry them."""

from __future__ import annotations

from labor.words import Bilingual, as_written
from policy.rulebook import bilingual, pack


def name_of(rule_id: str) -> Bilingual:
    """The rule in words, the id itself where the pack does not know it."""
    named = (rule["name"] for rule in pack("site_rules")["site_rule"] if rule["id"] == rule_id)
    return next((bilingual(name) for name in named), as_written(rule_id))
