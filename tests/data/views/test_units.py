"""The tree of offices: a village's people, a township's sum of them, and nobody twice however many brought them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from data.registers import units
from data.tables import Attribution, Organization, Placement
from data.views.units import STAGES, tree
from labor.errors import BadInput, NotFound
from tests.builders import LIZHOU, NOW, TODAY, a_posting, a_worker, an_offer, kept


@pytest.fixture
def county(session: Session) -> dict[str, int]:
    """A county, two townships with a village each, ten people in the first village and four in the second."""
    numbers = {"county": kept(session, Organization(kind="county", name="县", county=LIZHOU)).id}
    below = (("甲镇", "township", "county"), ("乙镇", "township", "county"), ("甲村", "village", "甲镇"))
    for name, kind, parent in (*below, ("乙村", "village", "乙镇"), ("老周", "broker", "甲村")):
        numbers[name] = units.add(session, name, kind, numbers[parent])
    for at in range(14):
        unit = numbers["甲村" if at < 10 else "乙村"]
        a_worker(session, f"人{at}", organization_id=unit, willing="yes" if at % 2 else "no")
    return numbers


def people(session: Session, stage: str, top: int | None = None) -> dict[str, int]:
    return {one.name: one.people[stage] for one in tree(session, top=top)}


def test_a_level_is_the_sum_of_those_below_and_somebody_two_brought_counts_once(
    session: Session, county: dict[str, int]
) -> None:
    for unit, counts in (
        ("乙村", True),
        ("老周", False),
    ):  # a person of 甲村 whom another village and a broker brought too
        session.add(Attribution(worker_id=1, organization_id=county[unit], claimed=TODAY, counts=counts))
    session.flush()

    assert people(session, "registered") == {"县": 14, "甲镇": 10, "甲村": 10, "老周": 1, "乙镇": 5, "乙村": 5}
    assert people(session, "willing") == {"县": 7, "甲镇": 5, "甲村": 5, "老周": 0, "乙镇": 2, "乙村": 2}


def test_a_claim_decided_against_counts_no_longer(session: Session, county: dict[str, int]) -> None:
    session.add(Attribution(worker_id=1, organization_id=county["乙村"], claimed=TODAY, counts=False))
    session.add(Attribution(worker_id=1, organization_id=county["老周"], claimed=TODAY, counts=True, confirmed=TODAY))
    session.flush()

    assert people(session, "registered") == {"县": 14, "甲镇": 10, "甲村": 10, "老周": 1, "乙镇": 4, "乙村": 4}


def test_how_far_people_came_is_counted_in_people_not_in_offers(session: Session, county: dict[str, int]) -> None:
    del county
    first, second = a_posting(session), a_posting(session)
    worker = kept(session, a_worker(session, "重", organization_id=None))
    for posting, reply in ((first, "no"), (second, "yes")):
        offer = an_offer(session, worker, posting, reply=reply)
    session.add(Placement(offer_id=offer.id, worker_id=worker.id, posting_id=second.id, boarded=NOW, stayed_30=True))
    worker.organization_id = session.query(Organization.id).filter_by(name="乙村").scalar()
    session.flush()

    stages = {stage: people(session, stage)["县"] for stage in STAGES}
    assert stages == {"registered": 15, "willing": 8, "offered": 1, "yes": 1, "boarded": 1, "arrived": 0,
                      "stayed_30": 1, "stayed_90": 0}  # fmt: skip


def test_the_tree_is_told_from_the_unit_of_whoever_looks(session: Session, county: dict[str, int]) -> None:
    assert [(one.name, one.depth) for one in tree(session, top=county["甲镇"])] == [
        ("甲镇", 0),
        ("甲村", 1),
        ("老周", 2),
    ]
    assert next(one.name for one in tree(session)) == "县"


@pytest.mark.parametrize(
    ("kind", "under"),
    [("county", "county"), ("village", "county"), ("township", "甲镇"), ("township", "甲村"), ("village", "甲村"),
     ("broker", "老周"), ("king", "county"), ("", "甲镇")],
)  # fmt: skip
def test_a_unit_stands_only_where_its_kind_may(session: Session, county: dict[str, int], kind: str, under: str) -> None:
    with pytest.raises(BadInput):
        units.add(session, "新的", kind, county[under])


@pytest.mark.parametrize("name", ["", "  ", "甲" * 61, "甲\n\x00", "甲镇"])
def test_a_name_is_said_is_short_and_is_not_there_twice(session: Session, county: dict[str, int], name: str) -> None:
    with pytest.raises(BadInput):
        units.add(session, name, "township", county["county"])
    assert len(tree(session)) == 6


def test_a_unit_is_put_under_another_and_never_under_itself(session: Session, county: dict[str, int]) -> None:
    units.move(session, county["甲村"], county["乙镇"])
    session.flush()
    assert people(session, "registered") == {"县": 14, "乙镇": 14, "乙村": 4, "甲村": 10, "老周": 0, "甲镇": 0}

    for unit, under in (("甲镇", "甲镇"), ("老周", "老周"), ("county", "甲镇"), ("乙镇", "甲村")):
        with pytest.raises(BadInput):
            units.move(session, county[unit], county[under])
    with pytest.raises(NotFound):
        units.move(session, county["甲村"], 987)
