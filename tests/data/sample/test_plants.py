"""Every planted fault is found for what it is, and no clean row is refused or held back."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets
from data.importers.judging.judged_rows import JudgedRow
from data.importers.report import Report
from data.privacy import blind_index
from data.sample import Season
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
