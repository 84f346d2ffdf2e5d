"""A second office's first day: other words and layouts than the first one's, no answer given, one plan."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from api.cli import offices
from api.cli.commands import app
from data import privacy
from data.database import opened
from data.tables import Employer, ImportRow, PlanRow, Posting, TripRow, UnplacedRow, Vehicle, WishRegion, Worker
from tests.conftest import TEST_KEY
from tests.second_office import FIRST, LAST, LOOKED_AT, people, write

AS_OF = ("--as-of", LOOKED_AT.isoformat())
DRAWN = 36 + 30 + 2 * 10 + 4 + 8 + 30 + 24  # villages, spaced numbers, couples and four alone, forms, moon, chain
JINJIANG, KUNSHAN, XUANHAN = 350582, 320583, 511722
GOES_TO: dict[str, set[int]] = {
    **{"晋江": {JINJIANG}, "福建晋江": {JINJIANG}, "昆山": {KUNSHAN}, "江苏昆山": {KUNSHAN}},
    **{"晋江、昆山": {JINJIANG, KUNSHAN}, "哪里都行": set(), "福建": {350000}, "江苏": {320000}},
}


class FirstDay(NamedTuple):
    """What the commands said, and the database they left."""

    imported: str
    planned: str
    session: Session


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Path]:
    """Played once for all tests here: the words of import and plan, and the office's home."""
    folder, home = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    run, at = CliRunner(), ("--home", str(home))
    privacy.use(privacy.Keyring.of(TEST_KEY))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(privacy.KEY_VARIABLE, base64.b64encode(TEST_KEY).decode())
        assert run.invoke(app, ["init", "--county", "宣汉县", *at]).exit_code == 0
        imported = run.invoke(app, ["import", *map(str, write(folder)), *AS_OF, *at])
        planned = run.invoke(app, ["plan", FIRST.isoformat(), LAST.isoformat(), *AS_OF, "--threads", "1", *at])
        assert (imported.exit_code, planned.exit_code) == (0, 0), imported.output
    return imported.output, planned.output, home


@pytest.fixture
def first_day(played: tuple[str, str, Path]) -> Iterator[FirstDay]:
    imported, planned, home = played
    with opened(offices.opened(home).engine) as session:
        yield FirstDay(imported, planned, session)


def test_everybody_drawn_is_registered_once_as_they_are(first_day: FirstDay) -> None:
    registered = {str(one.phone): one for one in first_day.session.scalars(select(Worker))}
    crowd = {one.phone: one for one, _ in zip(people(), range(len(registered)), strict=False)}

    assert len(registered) == first_day.session.scalar(select(func.count()).select_from(Worker)) == DRAWN
    assert set(registered) == set(crowd)
    assert {phone: one.name for phone, one in registered.items()} == {phone: one.name for phone, one in crowd.items()}
    for phone, one in registered.items():
        assert one.county == 511722
        assert one.identity in (crowd[phone].identity, None)
        assert not one.birth_is_exact or one.birth == crowd[phone].born


def test_sexes_are_told_by_number_column_or_the_word_for_the_wife(first_day: FirstDay) -> None:
    wrong = {
        one.phone
        for one in first_day.session.scalars(select(Worker))
        if one.sex != 0 and one.sex != (2 if _drawn_woman(one.phone) else 1)
    }
    unsaid = [one.phone for one in first_day.session.scalars(select(Worker)) if one.sex == 0]

    assert (wrong, len(unsaid)) == (set(), 4)  # the four of the couples' list who go alone say none


def _drawn_woman(phone: str | None) -> bool:
    return next(one.woman for one in people() if one.phone == phone)


def test_wishes_under_any_heading_become_places(first_day: FirstDay) -> None:
    wishes: dict[int, set[int]] = {}
    for wish in first_day.session.scalars(select(WishRegion)):
        wishes.setdefault(wish.worker_id, set()).add(wish.region)
    said = {one.phone: one.wish for one in people()}
    # A couple shares the cell of the one named first.
    for he, she in zip([*people()][66:86:2], [*people()][67:87:2], strict=True):
        said[she.phone] = he.wish

    found = {str(one.phone): wishes.get(one.id, set()) for one in first_day.session.scalars(select(Worker))}

    assert {phone: (said[phone], got) for phone, got in found.items() if got != GOES_TO[said[phone]]} == {}


def test_days_of_the_moon_and_of_the_calendar_are_kept(first_day: FirstDay) -> None:
    rows = first_day.session.execute(select(Worker.source_sheet, Worker.earliest, Worker.home_by)).all()

    assert {earliest for sheet, earliest, _ in rows if sheet == "石鼓村"} == {date(2026, 12, 1)}
    lunar = [(earliest, home) for sheet, earliest, home in rows if sheet == "普光镇外出台账"]
    assert {earliest for earliest, _ in lunar} == {date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 9), None}
    assert {home for _, home in lunar} == {date(2027, 1, 27), date(2027, 1, 10), date(2027, 2, 5), None}


def test_orders_in_bands_with_heads_by_sex_and_pay_by_the_piece(first_day: FirstDay) -> None:
    query = select(Posting.title, Employer.name, Posting.openings, Posting.wage_low_fen, Posting.county)
    orders = {tuple(row) for row in first_day.session.execute(query.join(Employer)).all()}

    assert orders == {
        ("针车工", "福建恒泰鞋业有限公司", 25, 450_000, JINJIANG),
        ("成型普工", "福建恒泰鞋业有限公司", 25, 500_000, JINJIANG),
        ("包装工", "晋江市海盛食品有限公司", 15, 420_000, JINJIANG),
        ("组装工", "昆山精联电子有限公司", 45, 550_000, KUNSHAN),
        ("检验员", "昆山精联电子有限公司", 15, 520_000, KUNSHAN),
        ("缝纫工", "宣汉县巧手服饰有限公司", 15, 260_000, XUANHAN),
    }


def test_two_coaches_run_and_who_is_left_is_told_why(first_day: FirstDay) -> None:
    trips = [(trip.people, trip.seats) for trip in first_day.session.scalars(select(TripRow))]
    offers = {(one.rated_seats, one.leaves) for one in first_day.session.scalars(select(Vehicle))}

    assert offers == {(51, date(2026, 12, 5)), (51, date(2026, 12, 6)), (39, date(2026, 12, 7))}
    assert len(trips) == 2 and sum(on for on, _ in trips) >= 98
    assert first_day.session.scalar(select(PlanRow.placed_people)) == 125
    reasons = first_day.session.scalars(select(UnplacedRow.reason)).all()
    assert Counter(reasons) == {"postings_full": 24, "several": 3}


def test_what_is_not_read_is_asked_or_named(first_day: FirstDay) -> None:
    asked = first_day.session.scalars(select(ImportRow).where(ImportRow.outcome == "to_decide")).all()

    assert [(row.sheet, row.row, row.rule) for row in asked] == [("回函", 6, "cost_missing")]
    assert "车间招工启事.txt" in first_day.imported
    assert "每公里" in first_day.imported
