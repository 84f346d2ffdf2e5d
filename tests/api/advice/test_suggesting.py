"""What the scorer adds to a plan's papers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
from sqlalchemy import update

from api.advice.suggesting import suggested
from api.planning.plan_papers import export_plan
from data.database import opened
from data.exports.bundle import Extras
from data.privacy import Reader
from data.tables import Posting, Worker
from tests import builders
from tests.api.conftest import Office


def a_plan(office: Office) -> int:
    with opened(office.engine) as session:
        plan_id: int = builders.a_plan(session, builders.a_round(session)).id
        return plan_id


def extras(office: Office, plan_id: int) -> Extras:
    with opened(office.engine) as session:
        return suggested(session, office.settings, plan_id, builders.TODAY)


def test_everybody_gets_what_options_there_are(office: Office) -> None:
    told = extras(office, a_plan(office)).recommendations

    assert Counter(one.worker_id for one in told) == dict.fromkeys(office.workers, 2)
    assert sorted(one.rank for one in told if one.worker_id == office.workers[0]) == [1, 2]
    assert all(0 < one.score < 1 for one in told)


def test_each_posting_has_its_own_ranks(office: Office) -> None:
    asked = extras(office, a_plan(office)).invitations

    for posting in office.postings:
        assert [one.rank for one in asked if one.posting_id == posting] == list(range(1, 9))


def test_nobody_is_suggested_where_the_law_or_a_wish_forbids_it(office: Office) -> None:
    with opened(office.engine) as session:
        session.execute(update(Worker).where(Worker.id == office.workers[0]).values(max_distance_km=50.0))
        session.execute(update(Posting).where(Posting.id == office.postings[1]).values(status="withdrawn"))

    told = extras(office, a_plan(office))

    assert office.workers[0] not in {one.worker_id for one in (*told.recommendations, *told.invitations)}
    assert {one.posting_id for one in told.recommendations} == {office.postings[0]}


def test_an_empty_market_suggests_nothing(office: Office) -> None:
    with opened(office.engine) as session:
        session.execute(update(Posting).values(status="withdrawn"))

    assert extras(office, a_plan(office)) == Extras()


def test_the_papers_of_a_plan_hold_them(office: Office, tmp_path: Path) -> None:
    reader = Reader("老陈", "test", builders.NOW)

    paths = export_plan(office.engine, a_plan(office), tmp_path / "out", reader, settings=office.settings)

    named = {path.name: path for path in paths}
    assert {"岗位推荐.xlsx", "邀约名单.xlsx"} <= set(named)
    assert len(openpyxl.load_workbook(named["邀约名单.xlsx"]).sheetnames) == 2
