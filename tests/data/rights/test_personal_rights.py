"""Consent, copy and erasure."""

from __future__ import annotations

from datetime import date, timedelta

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
from data.tables import (
    Base,
    Certificate,
    Consent,
    Offer,
    Placement,
    ReadLogEntry,
    RosterChange,
    Worker,
    WorkerGroup,
    WorkerTrade,
)
from labor.errors import BadInput, NotFound
from tests.builders import LIZHOU, NOW, TODAY, WINDOW, a_posting, a_round, a_worker, an_employer, an_offer

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
    with pytest.raises(NotFound, match=r"^工人 404 不在登记册里 / no worker 404 in the register$"):
        personal_rights.erase(session, 404, signature=Signature("clerk", NOW))
    with pytest.raises(NotFound):
        personal_rights.consent(session, 404, told())
    with pytest.raises(NotFound):
        personal_rights.withdraw(session, 404, "employer", on=TODAY)
    with pytest.raises(NotFound):
        personal_rights.copy_of(session, 404, READER)
    with pytest.raises(BadInput) as refused:
        told("marketing")
    zh, en = "register、employer、transport、insurer", "register, employer, transport, insurer"
    assert str(refused.value) == f"同意的用途只能是 {zh} / a purpose is one of {en}"


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


def test_a_consent_is_kept_as_it_was_told(session: Session, worker_id: int) -> None:
    employer = an_employer(session)

    number = personal_rights.consent(
        session, worker_id, Told("employer", TODAY - timedelta(days=2), "paper", "王", NOW, employer.id)
    )

    row = session.get_one(Consent, number)
    assert (row.worker_id, row.purpose, row.employer_id, row.given) == (
        worker_id, "employer", employer.id, TODAY - timedelta(days=2)
    )  # fmt: skip
    assert (row.channel, row.recorded_by, row.recorded, row.withdrawn) == ("paper", "王", NOW, None)


def test_a_consent_is_one_persons_to_one_recipient_alone(session: Session, worker_id: int) -> None:
    first, second = an_employer(session), an_employer(session, "东湖电子厂")
    neighbor = a_worker(session, "李四")
    given = {
        (who, employer): personal_rights.consent(session, who, Told("employer", TODAY, "phone", "clerk", NOW, employer))
        for who in (worker_id, neighbor.id)
        for employer in (first.id, second.id, None)
    }
    again = personal_rights.consent(session, worker_id, Told("employer", TODAY, "phone", "clerk", NOW, second.id))

    ended = personal_rights.withdraw(session, worker_id, "employer", on=TODAY, employer_id=second.id)

    assert len(set(given.values())) == 6 and ended == 1 and again == given[worker_id, second.id]
    over = session.scalars(select(Consent.id).where(Consent.withdrawn.is_not(None))).all()
    assert over == [given[worker_id, second.id]]


def test_the_log_says_that_everything_of_one_person_was_read(session: Session, worker_id: int) -> None:
    personal_rights.copy_of(session, worker_id, READER)

    entry = session.scalars(select(ReadLogEntry)).one()
    assert (entry.reader, entry.purpose, entry.subject, entry.subject_id, entry.fields, entry.people) == (
        "clerk", "/workers/1/copy", "workers", worker_id, "everything", 1
    )  # fmt: skip


def test_a_copy_holds_nothing_of_anybody_else(session: Session, worker_id: int) -> None:
    neighbor = a_worker(session, "李四", phone="13900000000")
    an_offer(session, neighbor, a_posting(session))
    personal_rights.consent(session, neighbor.id, told())

    copy = personal_rights.copy_of(session, worker_id, READER)

    assert set(copy) == {"workers", *(table.__tablename__ for table in KEPT)}
    assert (len(copy["workers"]), len(copy["offers"]), copy["consents"]) == (1, 1, [])


def test_whoever_is_forgotten_leaves_no_word_that_tells_them_and_the_neighbor_keeps_all(
    session: Session, worker_id: int
) -> None:
    village = {"village": "新房村", "township": "大石镇", "birth": date(1985, 3, 12), "schooling": "junior"}
    neighbor = a_worker(session, "李四", phone="13900000000", text="会开叉车", sex=2, **village)
    personal_rights.consent(session, neighbor.id, told())
    worker = session.get_one(Worker, worker_id)
    worker.address, worker.remarks, worker.spare_phone = "新房村六组88号", "腿伤过", "13999990000"
    worker.township, worker.schooling, worker.call_again, worker.sex = "大石镇", "junior", True, 1
    group = WorkerGroup(kind="companions")
    session.add(group)
    session.flush()
    worker.birth, worker.group_id, worker.status_on = date(1985, 3, 12), group.id, TODAY
    worker.wage_wanted_fen, worker.can_lift_kg, worker.height_ok, worker.earliest = 600_000, 25, True, TODAY
    session.flush()
    county, status = worker.county, worker.status
    before = everything(session.get_one(Worker, neighbor.id))
    later = NOW + timedelta(days=3)

    personal_rights.erase(session, worker_id, signature=Signature("clerk", later))
    session.expire_all()

    told_of = everything(session.get_one(Worker, worker_id))
    empty: dict[str, object] = {
        **{"name": "已删除", "name_masked": "*", "township": "", "village": "", "text": "", "sex": 0},
        **{"willing": "no", "call_again": False, "changed": later},
    }
    personal = [
        *("identity", "identity_index", "phone", "phone_index", "phone_masked", "spare_phone", "emergency_contact"),
        *("address", "remarks", "name_second_index", "birth", "group_id", "schooling", "source_row", "pickup_hub_id"),
        *("wage_wanted_fen", "max_distance_km", "night_shift_ok", "earliest", "latest", "home_by", "can_lift_kg"),
        "height_ok",
    ]
    assert {name: told_of[name] for name in [*empty, *personal]} == empty | dict.fromkeys(personal)
    assert (told_of["county"], told_of["status"], told_of["status_on"]) == (county, status, TODAY)
    assert told_of["name_index"] == blind_index("name", f"已删除 {worker_id}")
    assert everything(session.get_one(Worker, neighbor.id)) == before
    assert session.scalar(select(func.count()).select_from(Consent)) == 1


def everything(worker: Worker) -> dict[str, object]:
    """Every column of a person as the program reads it."""
    return {column.name: getattr(worker, column.name) for column in Worker.__table__.columns}


def test_only_the_persons_own_papers_and_changes_lose_their_words(session: Session, worker_id: int) -> None:
    neighbor = a_worker(session, "李四")
    round_id = a_round(session).id
    for who in (worker_id, neighbor.id):
        offer = an_offer(session, session.get_one(Worker, who), a_posting(session))
        session.add(Placement(offer_id=offer.id, worker_id=who, posting_id=offer.posting_id, handed_to="王站长"))
        session.add(RosterChange(round_id=round_id, worker_id=who, kind="dropped_out", reason="母亲住院", made=NOW,
                                 made_by="x"))  # fmt: skip
    session.flush()

    personal_rights.erase(session, worker_id, signature=Signature("clerk", NOW))
    session.expire_all()

    assert dict(session.execute(select(Placement.worker_id, Placement.handed_to)).all()) == {
        worker_id: None, neighbor.id: "王站长"
    }  # fmt: skip
    assert dict(session.execute(select(RosterChange.worker_id, RosterChange.reason)).all()) == {
        worker_id: None, neighbor.id: "母亲住院"
    }  # fmt: skip
