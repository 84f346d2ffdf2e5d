"""Rows of one kind counted by what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.importers.judging.faults import KEPT, REFUSED, TO_DECIDE
from data.importers.judging.judged_rows import JudgedRow


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one kind; in = kept + to decide + refused, and kept = new + changed + same."""

    kind: str
    import_id: int
    rows_in: int
    kept: int
    to_decide: int
    refused: int
    new: int = 0
    changed: int = 0
    same: int = 0
    people: int = 0  # in the rows kept: some rows hold several

    def __post_init__(self) -> None:
        assert self.rows_in == self.kept + self.to_decide + self.refused, "rows in = kept + to decide + refused"


def tally_of(kind: str, import_id: int, rows: Sequence[JudgedRow], *, new: int, changed: int) -> Tally:
    """Count the rows of one kind; ``new`` and ``changed`` count records, of which a row may hold several."""
    outcomes = Counter(row.outcome for row in rows)
    kept = outcomes[KEPT]
    people = sum(len(row.records) for row in rows if row.outcome == KEPT)
    new = max(0, new - (people - kept))
    changed = min(changed, kept - new)
    return Tally(
        kind, import_id, len(rows), kept, outcomes[TO_DECIDE], outcomes[REFUSED],
        new=new, changed=changed, same=kept - new - changed, people=people,
    )  # fmt: skip
