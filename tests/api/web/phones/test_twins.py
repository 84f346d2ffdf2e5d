"""Two people alike but for what nobody may be judged by see the same page, from the file they came in to the page."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from api.web.app import make_app
from data.database import opened
from data.importers.bringing import Sending, bring_in
from data.tables import Offer, Posting, PostingHazard, Worker, WorkerFlag
from tests import builders
from tests.api.conftest import ORIGIN, Office
from tests.api.web.phones.conftest import link_of

HEADERS = "姓名,联系电话,性别,年龄,民族,脱贫户,工种,期望工资,县区,乡镇,村,是否愿意外出\n"
TWINS = {
    "sex": ("男,35,汉族,否", "女,35,汉族,否"),
    "age": ("男,24,汉族,否", "男,58,汉族,否"),
    "people": ("男,35,汉族,否", "男,35,彝族,否"),
    "status": ("男,35,汉族,否", "男,35,汉族,是"),
}


def page_of(office: Office, client: TestClient, name: str) -> str:
    """The first page of somebody by name, what names them and their postings' turn in the books taken out."""
    with opened(office.engine) as session:
        person = next(one for one in session.scalars(select(Worker)) if one.name == name)
        number, digits = person.id, (person.phone or "")[-4:]
        session.execute(delete(Offer))  # nobody else is deciding
    telephone = TestClient(make_app(office.settings, office.engine), headers=ORIGIN)
    telephone.post(link_of(client, number), data={"digits": digits})
    return re.sub(rf"\b{number}\b", "N", telephone.get("/my").text)


def twins(office: Office, traits: tuple[str, str]) -> None:
    rows = "".join(
        f"{name},{phone},{said},缝纫,5000,广元市利州区,宝轮镇,老林村,愿意\n"
        for name, phone, said in zip(("何田玉", "何田雨"), ("13911110001", "13911110002"), traits, strict=True)
    )
    with opened(office.engine) as session:
        report = bring_in(
            session, Sending((HEADERS + rows).encode(), name="花名册.csv"), "workers", today=builders.TODAY
        )
        assert report.kept == 2


@pytest.mark.parametrize("trait", TWINS)
def test_twins_see_the_same_page(office: Office, client: TestClient, trait: str) -> None:
    twins(office, TWINS[trait])
    with opened(office.engine) as session:
        told = {
            one.name: (one.sex, one.birth) for one in session.scalars(select(Worker)) if one.name.startswith("何田")
        }
        flags = len(session.scalars(select(WorkerFlag)).all())
    assert (len(set(told.values())) == 2 or flags == 1) or trait == "people"  # the file's words did come in

    first, second = (page_of(office, client, name) for name in ("何田玉", "何田雨"))

    assert "缝纫工" in first
    assert first == second


def test_where_the_law_bars_one_of_them_their_pages_differ_by_that_posting_alone(
    office: Office, client: TestClient
) -> None:
    twins(office, TWINS["sex"])
    with opened(office.engine) as session:
        mine = builders.a_posting(
            session, title="井下工", order_number="mine", wage_low_fen=500_000, wage_high_fen=650_000
        )
        session.add(PostingHazard(posting_id=mine.id, hazard="underground"))
        number = mine.id
    first, second = (page_of(office, client, name) for name in ("何田玉", "何田雨"))

    assert f"/my/postings/{number}/answer" in first
    assert f"/my/postings/{number}/answer" not in second
    with opened(office.engine) as session:
        session.execute(update(Posting).where(Posting.id == number).values(status="withdrawn"))
    assert page_of(office, client, "何田玉") == page_of(office, client, "何田雨")
