"""The fingerprint of a posting's terms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.registers.offer_terms import TERMS, terms_hash
from data.tables import Posting

BEFORE: dict[str, Any] = {"title": "焊工", "wage_low_fen": 600_000, "hours_a_day": 10.0, "start_by": date(2026, 2, 28)}


@pytest.mark.parametrize(
    "change",
    [{"title": "普工"}, {"wage_low_fen": 500_000}, {"hours_a_day": 12.0}, {"lodging": False}, {"start_by": None}],
)
def test_a_change_of_terms_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert terms_hash(BEFORE | change) != terms_hash(BEFORE)


@pytest.mark.parametrize("change", [{"openings": 3}, {"beds": 2}, {"phone": "1"}, {"hours_a_day": 10}, {"duties": ""}])
def test_what_is_no_term_or_means_the_same_does_not(change: dict[str, Any]) -> None:
    assert terms_hash(BEFORE | change) == terms_hash(BEFORE)


def test_a_new_hazard_is_a_new_offer_and_their_order_says_nothing() -> None:
    assert terms_hash(BEFORE, ["dust"]) != terms_hash(BEFORE)
    assert terms_hash(BEFORE, ["dust", "noise"]) == terms_hash(BEFORE, ["noise", "dust"])


def test_every_term_is_a_column_of_a_posting() -> None:
    assert set(TERMS) <= set(Posting.__table__.columns.keys())
