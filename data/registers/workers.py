"""Keeping workers: who is who, what is new of them, and the papers that come with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from data.privacy import blind_index, masked_name, masked_phone, second_index
from data.registers import companions, offices, papers
from data.registers.places import HubBook
from data.registers.records import KeptRow, WorkerRecord
from data.registers.rows import KeptRows, Refusal, Source, added, change_of, current, rewritten, said
from data.registers.who_is_who import Book
from data.registers.wording import Wording
from data.tables import Worker
from data.tables.regions import regions
from labor.regions import Regions
from labor.words import Bilingual

Decided: TypeAlias = Mapping[tuple[str, int], int | None]  # (sheet, row) → the worker it is, None = a new one

NO_COUNTY = Bilingual("没有家乡县区，也没有指定默认县区", "no home county, and no default county was given")
NAME_THE_COUNTY = Bilingual("补填县区，或导入时指定本县代码", "fill in the county, or name the office's own on import")

ROWS_AT_ONCE = 1_000  # well under a second: others wait for so many

# Columns a new row has even where its record says nothing: one set of columns makes one fast statement.
DEFAULTS: dict[str, Any] = {
    "identity": None, "identity_index": None, "phone": None, "phone_index": None, "phone_masked": None,
    "spare_phone": None, "emergency_contact": None, "sex": 0, "birth": None, "birth_is_exact": True,
    "township": "", "village": "", "address": None, "pickup_hub_id": None, "status": "unknown",
    "status_on": None, "willing": "unknown", "schooling": None, "text": "", "remarks": None,
    "wage_wanted_fen": None, "near_only": False, "max_distance_km": None, "lodging_needed": False,
    "night_shift_ok": None, "earliest": None, "latest": None, "home_by": None, "can_lift_kg": None,
    "height_ok": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Workers of the register who may be the one a record speaks of."""

    by_identity: int | None = None
    by_name_and_phone: tuple[int, ...] = ()
    by_name_and_village: tuple[int, ...] = ()


def lookalikes(session: Session, records: Sequence[WorkerRecord]) -> list[Lookalikes]:
    """For each record the workers already registered who may be the same person, for somebody to decide."""
    book, table = Book(session), regions()
    found = []
    for record in records:
        stated = _stated(record, table)
        key = (stated["name_index"], stated.get("phone_index", ""))
        home = (stated["name_index"], stated.get("county", 0), record.township, record.village)
        found.append(
            Lookalikes(
                by_identity=book.identity.get(stated.get("identity_index", "")),
                by_name_and_phone=tuple(book.phone.get(key, ())),
                by_name_and_village=tuple(book.village.get(home, ())),
            )
        )
    return found


def keep_workers(
    session: Session, rows: Sequence[KeptRow], source: Source, *, decided: Decided | None = None
) -> KeptRows:
    """Keep people and their papers. Rows without a home county are refused where ``source`` names none.

    A row is a known person when its identity number is known; else when name and phone are one known
    person's and the identity numbers do not contradict; else, with neither, when name and village are those of
    one person of whom no more is known. ``decided`` overrules this, by sheet and row.
    """
    refused, taken = _with_county(rows, source)
    taken = _in_own_words(taken)
    shelf = _Shelf(session, source, decided or {})
    for start in range(0, len(taken), ROWS_AT_ONCE):
        shelf.keep(taken[start : start + ROWS_AT_ONCE])
        if source.after:
            source.after(taken[start : start + ROWS_AT_ONCE])
    shelf.changed |= companions.keep(session, list(zip(shelf.ids, taken, strict=True)), source)
    again = sum(1 for number in shelf.ids if number in shelf.changed and number not in shelf.new)
    where = iter(shelf.ids)
    gone = {(refusal.sheet, refusal.row) for refusal in refused}
    return KeptRows(
        new=len(shelf.new),
        changed=again,
        same=len(shelf.ids) - len(shelf.new) - again,
        refused=tuple(refused),
        ids=tuple(None if (row.sheet, row.row) in gone else next(where) for row in rows),
    )


def _in_own_words(rows: Sequence[KeptRow]) -> list[KeptRow]:
    """The rows with nobody's name or number in their free text: it is open, and the scorer reads it."""
    wording = Wording([_person(row) for row in rows])
    kept = []
    for row in rows:
        record = _person(row)
        text = wording.of(record) if record.text else ""
        kept.append(row if text == record.text else replace(row, record=replace(record, text=text)))
    return kept


class _Shelf:
    """The rows kept so far, a part at a time: 100,000 people's columns at once would be half a gigabyte."""

    def __init__(self, session: Session, source: Source, decided: Decided) -> None:
        self.ids: list[int] = []
        self.new: set[int] = set()
        self.changed: set[int] = set()
        self._session, self._source, self._decided = session, source, decided
        self._book, self._hubs, self._regions = Book(session), HubBook(session), regions()
        self._tree = offices.OfficeTree(session)
        self._number_of: dict[int, int] = {}  # -1, -2, … of the book → the id the new person got

    def keep(self, rows: Sequence[KeptRow]) -> None:
        """Keep one part."""
        session, source = self._session, self._source
        stated = [_stated(_person(row), self._regions) | _hub_of(row, self._hubs) for row in rows]
        owner, fresh = self._identified(rows, stated)
        new_ids = added(session, Worker, [_whole_row(rows[at], stated[at], source) for at in fresh])
        self._number_of |= {owner[at]: number for at, number in zip(fresh, new_ids, strict=True)}
        ids = [self._number_of.get(mark, mark) for mark in owner]
        self.changed |= _rewritten(session, list(zip(ids, rows, stated, strict=True)), set(fresh), source)
        people = list(zip(ids, rows, strict=True))
        self.changed |= papers.keep(session, people, source, known=set(ids) - set(new_ids))
        self.changed |= offices.keep(session, people, self._tree, source)
        self.ids += ids
        self.new |= set(new_ids)

    def _identified(self, rows: Sequence[KeptRow], stated: Sequence[dict[str, Any]]) -> tuple[list[int], list[int]]:
        """Whose each row is: a worker's id, or a negative mark for a new person; and which rows are new people."""
        owner: list[int] = []
        fresh: list[int] = []
        for at, (row, values) in enumerate(zip(rows, stated, strict=True)):
            place = (row.sheet, row.row)
            found = self._decided[place] if place in self._decided else self._book.known(values)
            if found is None:
                found = -1 - len(self._number_of) - len(fresh)
                fresh.append(at)
                home = (values["county"], values.get("township", ""), values.get("village", ""))
                self._book.add(
                    found, values.get("identity_index"),
                    name=values["name_index"], phone=values.get("phone_index"), home=home,
                )  # fmt: skip
            owner.append(found)
        return owner, fresh


def _person(row: KeptRow) -> WorkerRecord:
    assert isinstance(row.record, WorkerRecord)
    return row.record


def _with_county(rows: Sequence[KeptRow], source: Source) -> tuple[list[Refusal], list[KeptRow]]:
    refused, taken = [], []
    for row in rows:
        record = _person(row)
        county = record.county or source.county
        if county:
            taken.append(row if record.county else replace(row, record=replace(record, county=county)))
        else:
            refused.append(Refusal(row.sheet, row.row, "county", NO_COUNTY, NAME_THE_COUNTY))
    return refused, taken


def _stated(record: WorkerRecord, table: Regions) -> dict[str, Any]:
    """The columns a record really states, encrypted ones still open, with their look-up hashes."""
    values = said(
        {
            "name": record.name, "identity": record.identity_number, "phone": record.phone,
            "spare_phone": record.backup_phone, "emergency_contact": record.emergency_contact,
            "sex": record.sex or None,
            "birth": record.birth, "township": record.township, "village": record.village, "address": record.address,
            "text": record.text, "wage_wanted_fen": record.wage_wanted_fen, "max_distance_km": record.max_distance_km,
            "night_shift_ok": record.night_shift_ok, "can_lift_kg": record.can_lift_kg, "height_ok": record.height_ok,
            "earliest": record.earliest, "latest": record.latest, "home_by": record.home_by,
            "schooling": record.schooling, "remarks": record.remarks,
            "near_only": record.near_only or None, "lodging_needed": record.lodging_needed or None,
        }
    )  # fmt: skip
    values["name_index"], values["name_masked"] = blind_index("name", record.name), masked_name(record.name)
    values["name_second_index"] = second_index(record.name)
    if record.county:
        values["county"] = table.current(record.county)
    if record.phone:
        values["phone_index"] = blind_index("phone", record.phone)
        values["phone_masked"] = masked_phone(record.phone)
    if record.identity_number:
        values["identity_index"] = blind_index("identity", record.identity_number)
    if record.birth:
        values["birth_is_exact"] = not record.birth_is_approximate
    if record.willing != "unknown":
        values["willing"] = record.willing
    if record.status != "unknown":
        values["status"] = record.status
    return values


def _hub_of(row: KeptRow, hubs: HubBook) -> dict[str, Any]:
    record = _person(row)
    hub = hubs.find(record.pickup, record.county) if record.pickup else None
    return {} if hub is None else {"pickup_hub_id": hub}


def _whole_row(row: KeptRow, values: Mapping[str, Any], source: Source) -> dict[str, Any]:
    return {
        **DEFAULTS,
        **values,
        "registered": _person(row).registered or source.today,
        "call_again": True,
        "personal_ranking": True,
        **_traced(row, source),
    }


def _traced(row: KeptRow, source: Source) -> dict[str, Any]:
    return {
        "import_id": source.import_id,
        "source_sheet": row.sheet,
        "source_row": row.row,
        "changed": source.now,
    }


def _rewritten(
    session: Session, people: Sequence[tuple[int, KeptRow, dict[str, Any]]], fresh: set[int], source: Source
) -> set[int]:
    """Write what rows say differently of people already known; whose rows changed."""
    latest: dict[int, dict[str, Any]] = {}
    row_of: dict[int, KeptRow] = {}
    for at, (number, row, values) in enumerate(people):
        if at not in fresh:
            # Two rows of one person: the later word holds, whichever of them differs from the register.
            latest[number] = latest.get(number, {}) | values
            row_of[number] = row
    names = sorted({name for values in latest.values() for name in values})
    standing = current(session, Worker, list(latest), names)
    changes = {
        number: change | _traced(row_of[number], source)
        for number, values in latest.items()
        if (change := change_of(standing[number], values))
    }
    rewritten(session, Worker, changes)
    return set(changes)
