"""What the importers read out of ten shapes of file is what was drawn, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from data.importers.report import Report
from data.registers.records import PostingRecord, VehicleRecord, WorkerRecord
from data.sample import Season
from data.sample.market import CERTIFICATE_KINDS
from data.sample.people import Person
from tests.data.sample.conftest import BroughtIn


def kept_workers(season: Season, brought_in: BroughtIn, *, chains: bool) -> Iterator[tuple[WorkerRecord, Person]]:
    """Untouched rows with the person behind each; chains say less than forms."""
    drawn = {person.identity_number: person for person in season.register.people}
    planted = {(plant.file, plant.sheet, plant.row) for plant in season.plants}
    for name, report in brought_in.reports.items():
        if isinstance(report, Report) and name.endswith(".txt") == chains:
            for row in report.judged:
                if row.outcome == "kept" and (name, row.sheet, row.row) not in planted:
                    yield from ((r, drawn[r.identity_number]) for r in row.records if isinstance(r, WorkerRecord))


def test_forms_say_who_people_are_and_what_they_wish(season: Season, brought_in: BroughtIn) -> None:
    pairs = list(kept_workers(season, brought_in, chains=False))

    assert len(pairs) > 2800
    for record, person in pairs:
        assert (record.name, record.phone, record.sex, record.birth) == (
            person.name, person.phone, person.sex, person.birth,
        )  # fmt: skip
        assert (record.county, record.village, record.pickup) == (person.county, person.village, person.pickup)
        assert record.wage_wanted_fen == (person.wage_yuan * 100 if person.wage_yuan > 0 else -1)
        assert (record.earliest, record.lodging_needed, record.night_shift_ok) == (
            person.earliest, person.lodging, person.night_ok,
        )  # fmt: skip
        assert record.near_only == person.near_only
        assert person.near_only or set(record.wish_regions) == set(person.wish)


def test_trades_and_certificates_get_their_codes(season: Season, brought_in: BroughtIn) -> None:
    pairs = list(kept_workers(season, brought_in, chains=False))

    same_trades = [set(r.trades) == {t.code for t in p.trades if t.code} for r, p in pairs]
    held = [
        (sorted(c.kind for c in r.certificates), [CERTIFICATE_KINDS[c.words] for c in p.certificates]) for r, p in pairs
    ]

    assert sum(same_trades) / len(pairs) > 0.99
    assert all(read == drawn for read, drawn in held)


def test_chains_say_trade_pay_and_with_whom(season: Season, brought_in: BroughtIn) -> None:
    pairs = list(kept_workers(season, brought_in, chains=True))

    assert len(pairs) > 100
    for record, person in pairs:
        assert record.phone == person.phone
        assert record.wage_wanted_fen == (person.wage_yuan * 100 if person.wage_yuan > 0 else -1)
        assert bool(record.group_key) == (person.group >= 0)


def test_groups_are_the_groups_that_were_drawn(season: Season, brought_in: BroughtIn) -> None:
    read: dict[str, set[int]] = {}
    for chains in (False, True):
        for record, person in kept_workers(season, brought_in, chains=chains):
            if record.group_key:
                read.setdefault(record.group_key, set()).add(person.group)

    assert len(read) == len({p.group for p in season.register.people if p.group >= 0})
    assert all(len(drawn) == 1 for drawn in read.values())


def test_orders_and_coaches_come_in_as_they_were_sent(season: Season, brought_in: BroughtIn) -> None:
    orders = {order.number: order for order in season.register.orders}
    coaches = {vehicle.name: vehicle for vehicle in season.register.vehicles}
    judged = [row for report in brought_in.reports.values() if isinstance(report, Report) for row in report.judged]
    records = [record for row in judged if row.outcome == "kept" for record in row.records]

    for record in records:
        if isinstance(record, PostingRecord):
            order = orders[record.order_number]
            assert (record.openings, record.occupation, record.wage_low_fen, record.start_by, record.beds_m) == (
                order.openings, order.trade.code, order.wage_low * 100, order.start_by, order.beds_m,
            )  # fmt: skip
        if isinstance(record, VehicleRecord):
            coach = coaches[record.name]
            assert (record.seats, record.origins, record.fixed_cost_fen, record.leaves, record.leaves_minute) == (
                coach.seats, coach.origins, coach.fixed * 100, coach.leaves, coach.minute,
            )  # fmt: skip
    assert sum(isinstance(record, PostingRecord) for record in records) > 240
    assert sum(isinstance(record, VehicleRecord) for record in records) == len(coaches)
