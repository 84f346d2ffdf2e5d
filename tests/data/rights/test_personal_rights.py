"""Consent, copy and erasure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import markets
from data.privacy import Reader, blind_index
from data.registers import Source, keep_workers
from data.registers.records import CertificateRecord, KeptRow, WorkerRecord
from data.rights import personal_rights
from data.rights.personal_rights import KEPT, Told
from data.rounds import Signature
from data.tables import Base, Certificate, Consent, Offer, Placement, ReadLogEntry, Worker, WorkerTrade
from labor.errors import BadInput, NotFound
from tests.builders import LIZHOU, NOW, TODAY, WINDOW, a_posting, an_offer

ZHANG = WorkerRecord(
    "张三", "510802198503121237", "13881234567", county=LIZHOU, village="新房村", trades=("6-18-02-04",),
    text="焊过几年", trade_years=(5.0,), emergency_contact="妻 13777771111", willing="yes",
    certificates=(CertificateRecord("em_welding_fusion", "焊工证", "T510802"),),
)  # fmt: skip
READER = Reader("clerk", "/workers/1/copy", NOW)


@pytest.fixture
def worker_id(session: Session) -> int:
    """One person with papers and one offer."""
    (number,) = keep_workers(session, [KeptRow("s", 2, ZHANG)], Source(TODAY, NOW, "test")).ids
    assert number is not None
    an_offer(session, session.get_one(Worker, number), a_posting(session), reply="yes")
    return number


def told(purpose: str = "employer") -> Told:
    return Told(purpose, TODAY, "phone", "clerk", NOW)


def test_a_consent_stands_once_until_it_is_withdrawn_and_can_be_given_again(session: Session, worker_id: int) -> None:
    first, second = (personal_rights.consent(session, worker_id, told()) for _ in range(2))
    ended = personal_rights.withdraw(session, worker_id, "employer", on=TODAY + timedelta(days=1))
    third = personal_rights.consent(session, worker_id, told())

    assert first == second != third and ended == 1
    assert session.scalars(select(Consent.withdrawn).order_by(Consent.id)).all() == [TODAY + timedelta(days=1), None]


def test_a_consent_to_one_purpose_is_not_ended_with_another(session: Session, worker_id: int) -> None:
    personal_rights.consent(session, worker_id, told("insurer"))

    assert personal_rights.withdraw(session, worker_id, "employer", on=TODAY) == 0


def test_a_copy_holds_everything_in_the_open_and_is_in_the_log(session: Session, worker_id: int) -> None:
    copy = personal_rights.copy_of(session, worker_id, READER)

    (person,) = copy["workers"]
    assert (person["phone"], person["emergency_contact"]) == ("13881234567", "妻 13777771111")
    assert copy["certificates"][0]["number"] == "T510802" and len(copy["offers"]) == 1
    assert [name for name in person if name.endswith("_index")] == []
    assert session.execute(select(ReadLogEntry.reader, ReadLogEntry.subject_id)).one() == ("clerk", worker_id)


def test_a_copy_leaves_out_no_table_that_speaks_of_a_worker(session: Session) -> None:
    # The plan's own rows are copied with the round's papers, and roster changes with the round.
    elsewhere = {"assignments", "unplaced", "reserve", "plan_differences", "roster_changes"}
    speaking = {table.name for table in Base.metadata.sorted_tables if "worker_id" in table.columns}

    assert speaking - elsewhere == {table.__tablename__ for table in KEPT}


def test_who_asks_to_be_forgotten_is_found_no_more_and_counted_still(session: Session, worker_id: int) -> None:
    personal_rights.erase(session, worker_id, signature=Signature("clerk", NOW))
    session.expire_all()

    worker = session.get_one(Worker, worker_id)
    gone = (worker.identity, worker.phone, worker.emergency_contact, worker.birth, worker.text, worker.village)
    assert gone == (None, None, None, None, "", "") and worker.name == "已删除"
    found = select(Worker.id).where(Worker.name_index == blind_index("name", "张三"))
    assert session.scalars(found).all() == []
    counts = [session.scalar(select(func.count()).select_from(table)) for table in (Certificate, WorkerTrade, Offer)]
    assert counts == [0, 0, 1]
    assert len(markets.load(session, WINDOW, today=TODAY).workers) == 0


def test_the_same_person_may_come_again_as_a_new_one(session: Session, worker_id: int) -> None:
    personal_rights.erase(session, worker_id, signature=Signature("clerk", NOW))

    kept = keep_workers(session, [KeptRow("s", 2, ZHANG)], Source(TODAY, NOW, "test"))

    assert kept.new == 1 and kept.ids != (worker_id,)


def test_strangers_and_strange_purposes_are_refused(session: Session) -> None:
    with pytest.raises(NotFound, match="404"):
        personal_rights.erase(session, 404, signature=Signature("clerk", NOW))
    with pytest.raises(BadInput, match="employer"):
        told("marketing")


def test_a_persons_placements_no_longer_say_who_took_them_over(session: Session, worker_id: int) -> None:
    offer = session.scalars(select(Offer)).one()
    placement = Placement(
        offer_id=offer.id, worker_id=worker_id, posting_id=offer.posting_id, handed_to="王站长 13900001111"
    )
    session.add(placement)
    session.flush()

    personal_rights.erase(session, worker_id, signature=Signature("clerk", NOW))
    session.expire_all()

    assert session.get_one(Placement, placement.id).handed_to is None
