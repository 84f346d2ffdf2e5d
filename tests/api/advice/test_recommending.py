"""The one training of a worker's "131": the certificate that opens most postings and has to be learned for."""

from __future__ import annotations

from api.advice.recommending import worth_training
from matching.recommendation import Raise

HEALTH = Raise("certificate", "food_health", 13, (1, 2))
WISH = Raise("wish", "lodging_where_needed", 11, (3,))
GUARD = Raise("certificate", "security_guard", 7, (4,))


def test_the_training_is_the_certificate_that_opens_most_and_neither_a_wish_nor_a_health_check() -> None:
    assert worth_training((HEALTH, WISH, GUARD)) == GUARD


def test_where_no_certificate_would_open_anything_no_training_is_named() -> None:
    assert worth_training((HEALTH, WISH)) is None
