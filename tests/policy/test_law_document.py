"""docs/law.md and docs/glossary.md keep up with the packs."""

from __future__ import annotations

from pathlib import Path

from policy.certificates import kinds
from policy.hazards import hazards
from policy.rulebook import pack, rulebook

DOCS = Path(__file__).parents[2] / "docs"


def test_every_rule_certificate_and_hazard_is_documented() -> None:
    law = (DOCS / "law.md").read_text(encoding="utf-8")
    missing = [code for code in (*rulebook(), *kinds(), *hazards()) if f"`{code}`" not in law]

    assert missing == []


def test_every_demand_and_ground_stands_in_the_document_with_its_source_and_day() -> None:
    law = (DOCS / "law.md").read_text(encoding="utf-8").splitlines()
    entries = [*pack("demands")["demand"], *pack("demands")["ground"]]

    for entry in entries:
        wanted = (entry["source"]["zh"], entry["evidence"], str(entry["valid_from"]))
        assert any(all(word in line for word in wanted) for line in law), entry["source"]["zh"]


def test_the_glossary_keeps_the_two_dispatches_apart() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")

    assert "劳务派遣" in glossary and "点对点集中输送" in glossary
    assert "never" in next(line for line in glossary.splitlines() if line.startswith("| agency employment"))
