"""The season brought in: what was drawn is read field by field, and every planted fault is found for what it is.

One file, so that one process brings the season in: it takes half a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets
from data.importers.judging.judged_rows import JudgedRow
from data.importers.report import Report
from data.privacy import blind_index
from data.registers.records import PostingRecord, VehicleRecord, WorkerRecord
from data.sample import Season
from data.sample.market import CERTIFICATE_KINDS
from data.sample.people import Person
from data.sample.plants import Plant
from data.tables import Employer, Worker
from labor.candidates import Pairs
from labor.market import DateWindow, Market
from policy.eligibility import judge
from tests.data.sample.conftest import BroughtIn

Place = tuple[str, str, int]


def found(brought_in: BroughtIn) -> dict[Place, JudgedRow]:
    return {
        (name, row.sheet, row.row): row
        for name, report in brought_in.reports.items()
        if isinstance(report, Report)
        for row in report.judged
    }


def skipped(brought_in: BroughtIn) -> dict[Place, str]:
    return {
        (name, sheet, row.row): row.what
        for name, report in brought_in.reports.items()
        if isinstance(report, Report)
        for sheet, row in report.skipped
    }


def as_planted(plant: Plant, rows: dict[Place, JudgedRow], passed: dict[Place, str]) -> bool:
    """Whether the importers said of this place what the list says."""
    place = (plant.file, plant.sheet, plant.row)
    if plant.expected_verdict == "skipped":
        return passed.get(place) == plant.expected_code
    row = rows.get(place)
    if row is None:
        return False
    if plant.expected_verdict == "blocked":
        return row.outcome == "kept"
    codes = {fault.code for fault in row.faults}
    return row.outcome == plant.expected_verdict and (not plant.expected_code or plant.expected_code in codes)


def test_every_planted_fault_is_found(season: Season, brought_in: BroughtIn) -> None:
    rows, passed = found(brought_in), skipped(brought_in)

    missed = [plant for plant in season.plants if not as_planted(plant, rows, passed)]

    assert len(season.plants) > 40
    assert missed == []


def test_the_list_holds_every_habit_the_field_knows(season: Season) -> None:
    kinds = {plant.kind for plant in season.plants}

    assert kinds >= {
        "scientific", "rounded", "zeroed", "check_digit", "full_width", "small_x", "apostrophe", "two_people",
        "age_for_birth", "birth_short", "birth_month", "lunar_day", "phone_spaces", "any_work", "same_number",
        "same_name_phone", "under_16", "expired_card", "wrong_issuer", "demand_sex", "demand_age", "demand_hukou",
        "deposit", "pay_below_minimum", "credit_code", "on_arrears_list", "licence_expired", "no_seats",
        "posting_twice", "total_row", "header_again",
    }  # fmt: skip


def test_no_clean_row_is_refused_or_held_back(season: Season, brought_in: BroughtIn) -> None:
    planted = {(plant.file, plant.sheet, plant.row) for plant in season.plants}

    wrongly = [place for place, row in found(brought_in).items() if row.outcome != "kept" and place not in planted]

    assert wrongly == []


def test_a_fault_is_named_in_its_own_column(season: Season, brought_in: BroughtIn) -> None:
    rows = found(brought_in)
    named = [
        plant for plant in season.plants if plant.expected_code and plant.expected_verdict in {"refused", "to_decide"}
    ]

    for plant in named:
        faults = [f for f in rows[plant.file, plant.sheet, plant.row].faults if f.code == plant.expected_code]
        assert {fault.column for fault in faults} & {plant.column, ""} or plant.column == "(整行)", plant


def test_no_row_is_lost(brought_in: BroughtIn) -> None:
    for report in brought_in.reports.values():
        if isinstance(report, Report):
            assert report.rows_in == report.kept + report.to_decide + report.refused == len(report.judged)


@pytest.fixture(scope="module")
def market(season: Season, brought_in: BroughtIn) -> Market:
    with Session(brought_in.engine) as session:
        return markets.load(session, DateWindow(date(2026, 2, 23), date(2026, 3, 9)), today=season.today)


def employer_position(brought_in: BroughtIn, market: Market, credit_code: str) -> int:
    with Session(brought_in.engine) as session:
        number = session.scalars(select(Employer.id).where(Employer.uscc == credit_code)).one()
    return int(np.flatnonzero(market.employers.id == number)[0])


def rules_at_employer(market: Market, position: int, today: date) -> set[str]:
    """Every rule that blocks each of some hundred workers from each posting of one employer."""
    postings = np.flatnonzero(market.postings.employer == position)
    workers = np.arange(100)
    pairs = Pairs(np.repeat(workers, len(postings)), np.tile(postings, len(workers)))
    verdicts = judge(market, pairs, today)
    assert len(postings) and not verdicts.allowed.any()
    return set.intersection(*(set(verdicts.blocked_by(i)) for i in range(len(pairs))))


def test_employers_on_the_arrears_list_get_nobody(season: Season, brought_in: BroughtIn, market: Market) -> None:
    listed = [e for e in season.register.employers if e.arrears_from is not None]

    assert len(listed) == 2
    for employer in listed:
        position = employer_position(brought_in, market, employer.credit_code)
        assert "employer_pays_its_wages" in rules_at_employer(market, position, season.today)


def test_an_agency_whose_licence_ran_out_gets_nobody(season: Season, brought_in: BroughtIn, market: Market) -> None:
    (agency,) = (e for e in season.register.employers if e.licence_to and e.licence_to < season.today)

    position = employer_position(brought_in, market, agency.credit_code)

    assert "employer_licence_is_valid" in rules_at_employer(market, position, season.today)


@pytest.mark.parametrize(("kind", "needed"), [("expired_card", "em_welding_fusion"), ("wrong_issuer", "ms_forklift")])
def test_a_card_that_does_not_hold_opens_no_posting(
    season: Season, brought_in: BroughtIn, market: Market, kind: str, needed: str
) -> None:
    (plant,) = (plant for plant in season.plants if plant.kind == kind)
    number = found(brought_in)[plant.file, plant.sheet, plant.row].records[0].identity_number
    with Session(brought_in.engine) as session:
        worker = session.scalars(
            select(Worker.id).where(Worker.identity_index == blind_index("identity", number))
        ).one()
    at = np.flatnonzero(market.workers.id == worker)
    asking = [p for p in range(len(market.postings)) if needed in market.postings.certificates.row(p)]

    verdicts = judge(market, Pairs(np.repeat(at, len(asking)), np.array(asking)), season.today)

    assert len(asking) > 3
    assert all("holds_the_certificates" in verdicts.blocked_by(i) for i in range(len(asking)))


def test_the_same_season_again_changes_nothing(season: Season, brought_in: BroughtIn) -> None:
    from tests.data.sample.bringing import bring_in_season

    with Session(brought_in.engine) as session:
        again = bring_in_season(session, season)
        session.rollback()

    offices = [report for report in again.values() if isinstance(report, Report)]
    ledgers = [report for report in again.values() if not isinstance(report, Report)]
    assert all(report.already for report in offices)
    assert all(report.kept == 0 for report in ledgers)


def test_the_ledgers_find_their_people(season: Season, brought_in: BroughtIn) -> None:
    refused = Counter(p.expected_verdict for p in season.plants)["refused"] + 10

    offers = brought_in.ledger("台账")

    assert offers.rows == len(season.history.outcomes)
    assert offers.nobody < refused * 60  # only offers to people whose village row was refused
    assert offers.kept > 0.99 * offers.rows


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
