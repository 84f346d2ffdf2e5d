"""Keeping workers: who is who, nothing twice, nothing wiped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.registers import Source, keep_workers, lookalikes
from data.registers.records import CertificateRecord, KeptRow, WorkerRecord
from data.tables import (
    Attribution,
    Base,
    Certificate,
    Consent,
    Organization,
    WishRegion,
    Worker,
    WorkerFlag,
    WorkerGroup,
    WorkerTrade,
)
from tests.builders import LIZHOU, NOW, TODAY, a_hub

SOURCE = Source(TODAY, NOW, "test")
ZHANG = WorkerRecord(
    "张三", identity_number="510802198503121237", phone="13881234567", sex=1, birth=date(1985, 3, 12), county=LIZHOU,
    township="羊木镇", village="新房村", trades=("6-18-02-04",), trade_years=(5.0,), text="焊过几年",
    wage_wanted_fen=600_000, wish_regions=(330000,), willing="yes", flags=("poverty_exit",), flag_source="2025名单",
    certificates=(CertificateRecord("em_welding_fusion", "焊工证", "T510802", valid_to=date(2028, 1, 1)),),
    consent=True, broker="王大姐", pickup="利州汽车站",
)  # fmt: skip


def rows(*records: WorkerRecord) -> list[KeptRow]:
    return [KeptRow("花名册", at, record) for at, record in enumerate(records, start=3)]


def counts(session: Session) -> dict[str, int]:
    return {
        mapper.class_.__tablename__: session.scalar(select(func.count()).select_from(mapper.class_)) or 0
        for mapper in Base.registry.mappers
        if mapper.class_.__tablename__ != "regions"
    }


def test_a_worker_is_kept_with_everything_the_row_said(session: Session) -> None:
    hub = a_hub(session)

    kept = keep_workers(session, rows(ZHANG), SOURCE)

    worker = session.get_one(Worker, kept.ids[0])
    assert (kept.new, worker.name, worker.phone, worker.name_masked) == (1, "张三", "13881234567", "张*")
    assert (worker.pickup_hub_id, worker.source_sheet, worker.source_row) == (hub.id, "花名册", 3)
    assert session.scalars(select(WorkerTrade.years)).all() == [5.0]
    assert session.scalars(select(WishRegion.region)).all() == [330000]
    assert session.scalars(select(Certificate.number)).all() == ["T510802"]
    assert session.execute(select(Consent.purpose, Consent.employer_id)).all() == [("register", None)]
    assert session.scalars(select(WorkerFlag.source)).all() == ["2025名单"]


def test_offices_grow_from_homes_and_the_broker_hangs_under_the_county(session: Session) -> None:
    keep_workers(session, rows(ZHANG), SOURCE)

    offices = {office.name: office for office in session.scalars(select(Organization))}
    village = offices["新房村"]
    assert (village.kind, village.parent_id) == ("village", offices["羊木镇"].id)
    assert offices["羊木镇"].parent_id == offices["利州区"].id == offices["王大姐"].parent_id
    assert session.scalars(select(Worker.organization_id)).all() == [village.id]


def test_the_same_rows_again_change_nothing(session: Session) -> None:
    people = rows(
        ZHANG,
        WorkerRecord("李四", county=LIZHOU, village="新房村"),
        WorkerRecord("王五", "", "13900000001", county=LIZHOU),
    )
    keep_workers(session, people, SOURCE)
    before = counts(session)

    again = keep_workers(session, people, replace(SOURCE, now=NOW + timedelta(days=1), today=TODAY + timedelta(days=1)))

    assert (again.new, again.changed, again.same) == (0, 0, 3) and counts(session) == before


def test_two_contradicting_rows_of_one_person_end_the_same_way_each_time(session: Session) -> None:
    people = rows(ZHANG, replace(ZHANG, text="啥都能干"))
    for _ in range(2):
        kept = keep_workers(session, people, SOURCE)

    assert session.scalars(select(Worker.text)).all() == ["啥都能干"] and kept.same == 2


def test_an_empty_cell_wipes_nothing_and_a_new_word_replaces_the_old(session: Session) -> None:
    keep_workers(session, rows(ZHANG), SOURCE)

    kept = keep_workers(
        session,
        rows(WorkerRecord("张三", ZHANG.identity_number, "13700000000", county=LIZHOU, wish_regions=(350000,))),
        SOURCE,
    )

    worker = session.scalars(select(Worker)).one()
    assert kept.changed == 1 and (worker.phone, worker.text, worker.willing) == ("13700000000", "焊过几年", "yes")
    assert session.scalars(select(WishRegion.region)).all() == [350000]


def test_name_and_phone_find_the_person_unless_the_identity_numbers_contradict(session: Session) -> None:
    keep_workers(session, rows(ZHANG), SOURCE)
    same = WorkerRecord("张三", phone=ZHANG.phone, county=LIZHOU)
    other = WorkerRecord("张三", "51080219900101123X", ZHANG.phone, county=LIZHOU)

    kept = keep_workers(session, rows(same, other), SOURCE)

    assert (kept.new, kept.same) == (1, 1)


def test_somebody_who_decided_is_obeyed(session: Session) -> None:
    (first,) = keep_workers(session, rows(ZHANG), SOURCE).ids
    bare = WorkerRecord("张三", county=LIZHOU, township="羊木镇", village="新房村")

    merged = keep_workers(session, rows(bare), SOURCE, decided={("花名册", 3): first})
    apart = keep_workers(session, rows(bare), SOURCE, decided={("花名册", 3): None})

    assert merged.ids == (first,) and apart.new == 1


def test_lookalikes_are_shown_by_number_by_phone_and_by_village(session: Session) -> None:
    (known,) = keep_workers(session, rows(ZHANG), SOURCE).ids

    stranger, by_number, by_phone, by_village = lookalikes(
        session,
        [
            WorkerRecord("赵六", county=LIZHOU),
            replace(ZHANG, phone="", village="别村"),
            replace(ZHANG, identity_number="", village="别村"),
            replace(ZHANG, identity_number="", phone=""),
        ],
    )

    assert (stranger.by_identity, stranger.by_name_and_phone) == (None, ())
    assert by_number.by_identity == known and by_number.by_name_and_village == ()
    assert by_phone.by_name_and_phone == (known,) and by_village.by_name_and_village == (known,)


def test_people_with_one_key_stay_together_and_one_alone_is_no_group(session: Session) -> None:
    couple = [
        WorkerRecord(name, phone=phone, county=LIZHOU, group_key="7", wants_couple_room=True)
        for name, phone in (("张三", "13800000001"), ("李四", "13800000002"))
    ]
    alone = WorkerRecord("王五", phone="13800000003", county=LIZHOU, group_key="8")

    for _ in range(2):
        keep_workers(session, rows(*couple, alone), SOURCE)

    assert session.scalars(select(WorkerGroup.kind)).all() == ["couple"]
    groups = session.scalars(select(Worker.group_id).order_by(Worker.id)).all()
    assert groups[0] == groups[1] is not None and groups[2] is None


def test_two_brokers_claims_stand_side_by_side_and_one_counts(session: Session) -> None:
    keep_workers(session, rows(ZHANG), SOURCE)
    keep_workers(session, rows(replace(ZHANG, broker="李二哥")), SOURCE)

    assert sorted(session.scalars(select(Attribution.counts))) == [False, True]


def test_a_no_withdraws_the_consent_and_keeps_its_record(session: Session) -> None:
    keep_workers(session, rows(ZHANG), SOURCE)
    keep_workers(session, rows(replace(ZHANG, consent=False)), SOURCE)

    assert session.scalars(select(Consent.withdrawn)).all() == [TODAY]


def test_a_renewed_certificate_has_to_be_checked_again(session: Session) -> None:
    keep_workers(session, rows(ZHANG), SOURCE)
    session.scalars(select(Certificate)).one().verified = True
    session.flush()
    paper = replace(ZHANG.certificates[0], valid_to=date(2032, 1, 1))

    keep_workers(session, rows(replace(ZHANG, certificates=(paper,))), SOURCE)

    session.expire_all()
    renewed = session.scalars(select(Certificate)).one()
    assert (renewed.valid_to, renewed.verified) == (date(2032, 1, 1), False)


def test_a_row_without_a_county_takes_the_offices_or_is_refused(session: Session) -> None:
    homeless = rows(WorkerRecord("张三", phone="13800000001"), ZHANG)

    refused = keep_workers(session, homeless, SOURCE)
    taken = keep_workers(session, homeless, replace(SOURCE, county=LIZHOU))

    assert [(refusal.row, refusal.column) for refusal in refused.refused] == [(3, "county")]
    assert refused.ids[0] is None and refused.ids[1] is not None
    assert (taken.new, taken.same) == (1, 1)


def test_a_retired_home_county_becomes_todays(session: Session) -> None:
    keep_workers(session, rows(replace(ZHANG, county=110103)), SOURCE)

    assert session.scalars(select(Worker.county)).all() == [110101]


@pytest.mark.parametrize("later", ["later", "no"])
def test_a_stated_willingness_replaces_the_one_before(session: Session, later: str) -> None:
    keep_workers(session, rows(ZHANG), SOURCE)
    keep_workers(session, rows(replace(ZHANG, willing=later)), SOURCE)

    assert session.scalars(select(Worker.willing)).all() == [later]
