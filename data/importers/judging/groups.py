"""Who stays together, resolved within one file: named companions, numbers of a chain, group columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from data.importers.judging.companion_search import indexed, row_meant
from data.importers.judging.faults import Fault
from data.importers.judging.households import adjacent_couples, households_of, is_spouse, spouse_row
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import WorkerRecord


class _Circles:
    """Rows joined pair by pair (union-find)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def top(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def join(self, one: int, other: int) -> None:
        self._above[max(self.top(one), self.top(other))] = min(self.top(one), self.top(other))


def join_groups(rows: Sequence[JudgedRow], file_key: str) -> None:
    """Give rows that stay together one group key, in place; who cannot be found becomes a question.

    ``file_key`` keeps groups of different files apart.
    """
    circles = _Circles(len(rows))
    by_name, by_serial = indexed(rows)
    _join_group_column(rows, circles)
    _join_households(rows, circles)
    unresolved: list[tuple[int, str, str]] = []
    for at, row in enumerate(rows):
        own = {record.name for record in row.records if isinstance(record, WorkerRecord)}
        # A remark taken over from the row above may name this very person.
        named = [name for name in row.companions.names if name not in own]
        wanted = [(name, row_meant(rows, at, by_name.get(name, []))) for name in named]
        wanted += [(str(number), by_serial.get((row.sheet, str(number)), -1)) for number in row.companions.numbers]
        for words, found in wanted:
            if found in (-1, at):
                unresolved.append((at, "companion_unresolved", words))
            else:
                circles.join(at, found)
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(len(rows)):
        members[circles.top(at)].append(at)
    for at, row in enumerate(rows):
        # 老婆一起 is answered when the wife's own row names him.
        if row.companions.unnamed and len(members[circles.top(at)]) == 1 and len(row.records) == 1:
            unresolved.append((at, "companion_unnamed", ""))
    for at, code, hint in unresolved:
        rows[at].faults.append(Fault(code, _header(rows[at]), rows[at].companions.words[:60], hint))
    for top, group in members.items():
        if len(group) > 1 or len(rows[top].records) > 1:
            _note_wishes_apart(rows, group)
            _mark(rows, group, f"{file_key}:{rows[top].sheet}:{rows[top].row}")


def _join_group_column(rows: Sequence[JudgedRow], circles: _Circles) -> None:
    first: dict[tuple[str, str], int] = {}
    for at, row in enumerate(rows):
        if row.group and row.group not in ("-", "/", "无", "0"):
            circles.join(first.setdefault((row.sheet, row.group), at), at)


def _join_households(rows: Sequence[JudgedRow], circles: _Circles) -> None:
    """Who asks for a spouse or the family finds them in the household, in the spouse's column or on the next row."""
    households = households_of(rows)
    _join_listed_couples(rows, circles, households)
    by_name, _ = indexed(rows)
    asking: list[int] = []
    grouped = Counter(circles.top(at) for at in range(len(rows)))  # by a column of their own: nothing to look for
    for at, row in enumerate(rows):
        if not _asks_unnamed(row) or grouped[circles.top(at)] > 1:
            continue
        found = -1
        if row.companions.unnamed == "spouse":
            found = spouse_row(rows, at, households.get(at, ()))
            if found < 0 and row.household.spouse:
                found = row_meant(rows, at, by_name.get(row.household.spouse, []))
        elif at in households:
            for other in households[at]:
                if _asks_unnamed(rows[other]) and rows[other].companions.unnamed != "spouse":
                    circles.join(at, other)
        if found >= 0:
            circles.join(at, found)
        elif row.companions.unnamed == "spouse":
            asking.append(at)
    for one, other in adjacent_couples(rows, asking):
        circles.join(one, other)


def _join_listed_couples(rows: Sequence[JudgedRow], circles: _Circles, households: dict[int, list[int]]) -> None:
    """Husband and wife of one household are companions where the table asks nobody who goes with whom."""
    for at, household in households.items():
        row = rows[at]
        if not is_spouse(row.household.relation) or _header(row) or row.companions.words or _declines(row):
            continue
        found = spouse_row(rows, at, household)
        if found >= 0 and not rows[found].companions.words and not _declines(rows[found]):
            circles.join(at, found)
            row.faults.append(Fault("couple_of_household", "", row.household.relation[:60]))


def _declines(row: JudgedRow) -> bool:
    return any(isinstance(record, WorkerRecord) and record.willing == "no" for record in row.records)


def _asks_unnamed(row: JudgedRow) -> bool:
    together = row.companions
    return bool(together.words) and not together.names and not together.numbers


def _mark(rows: Sequence[JudgedRow], group: list[int], key: str) -> None:
    for at in group:
        rows[at].records = tuple(
            replace(record, group_key=key) if isinstance(record, WorkerRecord) else record
            for record in rows[at].records
        )


def _note_wishes_apart(rows: Sequence[JudgedRow], group: Sequence[int]) -> None:
    """People who stay together but name places that have nothing in common are told: no posting suits them all."""
    wishes = {
        record.wish_regions for at in group for record in rows[at].records
        if isinstance(record, WorkerRecord) and record.wish_regions
    }  # fmt: skip
    if len(wishes) > 1 and not any(_meet(wishes, region) for wish in wishes for region in wish):
        for at in group:
            rows[at].faults.append(Fault("wishes_apart", _header(rows[at]), rows[at].companions.words[:60]))


def _meet(wishes: set[tuple[int, ...]], region: int) -> bool:
    """Whether every wish holds this region, lies in it, or has it within."""
    return all(any(_holds(one, region) or _holds(region, one) for one in wish) for wish in wishes)


def _holds(wider: int, region: int) -> bool:
    step = 10000 if wider % 10000 == 0 else 100 if wider % 100 == 0 else 1
    return wider // step == region // step


def _header(row: JudgedRow) -> str:
    return next(
        (header for header in row.headers if header and ("同" in header or "一起" in header or "伴" in header)), ""
    )
