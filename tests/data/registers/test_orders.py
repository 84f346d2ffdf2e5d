"""Keeping employers, postings and the means of travel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets
from data.registers import (
    Source,
    keep_employers,
    keep_fares,
    keep_hubs,
    keep_postings,
    keep_vehicles,
)
from data.registers.records import (
    DemandRecord,
    EmployerRecord,
    FareRecord,
    HubRecord,
    KeptRow,
    PostingRecord,
    Record,
    VehicleRecord,
)
from data.tables import ArrearsListing, Employer, Fare, Posting, PostingCertificate, RefusedDemand
from labor.words import Bilingual
from tests.builders import LIZHOU, NOW, TODAY, WINDOW, XIHU, a_worker, an_offer

SOURCE = Source(TODAY, NOW, "test")
CODE = "91330106MA27XYZ12T"
FACTORY = EmployerRecord("西湖电子厂", CODE, XIHU, phone="0571-88880000", guaranteed=True)
ORDER = PostingRecord(
    "西湖电子厂", "焊工", 12, credit_code=CODE, county=XIHU, text="手工焊", wage_low_fen=600_000, wage_high_fen=750_000,
    start_from=date(2026, 2, 21), start_by=date(2026, 2, 28), certificates=("em_welding_fusion",), hours_a_day=10.0,
    refused_demands=(DemandRecord("age", "限45岁以下", Bilingual("没有法定依据", "no lawful ground")),),
)  # fmt: skip


def rows(*records: Record) -> list[KeptRow]:
    return [KeptRow("Sheet1", at, record) for at, record in enumerate(records, start=2)]


def test_an_employer_is_known_by_its_code_whatever_its_name(session: Session) -> None:
    (first,) = keep_employers(session, rows(FACTORY), SOURCE).ids

    renamed = keep_employers(session, rows(replace(FACTORY, name="西湖电子有限公司")), SOURCE)
    again = keep_employers(session, rows(replace(FACTORY, name="西湖电子有限公司")), SOURCE)

    assert renamed.ids == (first,) and (renamed.changed, again.same) == (1, 1)


def test_two_employers_of_one_name_and_two_codes_are_two(session: Session) -> None:
    kept = keep_employers(session, rows(FACTORY, replace(FACTORY, credit_code="91330106MA27XYZ99A")), SOURCE)

    assert kept.new == 2


def test_a_line_of_the_arrears_list_waits_for_its_employer(session: Session) -> None:
    line = EmployerRecord("西湖电子厂", CODE, arrears_from=date(2025, 3, 1), arrears_source="浙人社公示〔2025〕3号")
    kept = keep_employers(session, rows(line), SOURCE)
    assert kept.ids == (None,) and session.scalars(select(Employer)).all() == []

    keep_employers(session, rows(FACTORY), SOURCE)

    employer = session.scalars(select(Employer)).one()
    session.expire_all()
    assert session.scalars(select(ArrearsListing.employer_id)).all() == [employer.id]


def test_a_removal_ends_the_listing_and_the_same_list_again_changes_nothing(session: Session) -> None:
    listed = replace(FACTORY, arrears_from=date(2025, 3, 1))
    ended = replace(listed, arrears_to=date(2026, 1, 5))

    kept = [keep_employers(session, rows(record), SOURCE) for record in (listed, listed, ended, ended)]

    assert [(one.new, one.changed, one.same) for one in kept] == [(1, 0, 0), (0, 0, 1), (0, 1, 0), (0, 0, 1)]
    assert session.scalars(select(ArrearsListing.removed)).all() == [date(2026, 1, 5)]


def test_an_order_is_kept_with_its_papers_and_the_demand_apart(session: Session) -> None:
    kept = keep_postings(session, rows(ORDER), SOURCE)

    posting = session.get_one(Posting, kept.ids[0])
    assert (kept.new, posting.openings, posting.terms_version, len(posting.terms_hash)) == (1, 12, 1, 64)
    assert session.scalars(select(PostingCertificate.kind)).all() == ["em_welding_fusion"]
    assert session.execute(select(RefusedDemand.text, RefusedDemand.reason_en)).one() == (
        "限45岁以下",
        "no lawful ground",
    )


def test_the_same_orders_again_change_nothing_even_two_alike(session: Session) -> None:
    orders = rows(ORDER, ORDER, replace(ORDER, title="普工"))
    keep_postings(session, orders, SOURCE)

    again = keep_postings(session, orders, SOURCE)

    assert (again.new, again.changed, again.same) == (0, 0, 3)


def test_orders_for_men_and_for_women_come_in_two_files_and_stay_two(session: Session) -> None:
    men, women = (replace(ORDER, title="普工", title_mark=mark) for mark in ("a", "b"))

    keep_postings(session, rows(men), SOURCE)

    assert keep_postings(session, rows(women), SOURCE).new == 1
    assert keep_postings(session, rows(women), SOURCE).same == 1


def test_a_changed_head_count_ends_no_yes_but_lower_pay_does(session: Session) -> None:
    (number,) = keep_postings(session, rows(ORDER), SOURCE).ids
    posting = session.get_one(Posting, number)
    an_offer(session, a_worker(session), posting, reply="yes")

    keep_postings(session, rows(replace(ORDER, openings=8)), SOURCE)
    after_count = markets.load(session, WINDOW, today=TODAY).replies
    keep_postings(session, rows(replace(ORDER, wage_low_fen=500_000)), SOURCE)
    after_pay = markets.load(session, WINDOW, today=TODAY).replies

    assert (len(after_count.reply), len(after_pay.reply)) == (1, 0) and posting.terms_version == 2


def test_an_unknown_employer_is_registered_by_its_order_and_its_agency_kept_apart(session: Session) -> None:
    keep_postings(session, rows(replace(ORDER, employment_form="agency")), SOURCE)

    employer = session.scalars(select(Employer)).one()
    market = markets.load(session, WINDOW, today=TODAY)
    assert (employer.uscc, employer.kind, employer.county) == (CODE, "agency", XIHU)
    assert market.postings.agency_employment.tolist() == [True]


def test_an_order_that_nobody_can_place_is_refused(session: Session) -> None:
    kept = keep_postings(session, rows(replace(ORDER, county=0), replace(ORDER, title="普工")), SOURCE)

    assert kept.new == 1 and [refusal.column for refusal in kept.refused] == ["county"]


def test_hubs_vehicles_and_fares_are_kept_once(session: Session) -> None:
    hubs = rows(HubRecord("利州汽车站", LIZHOU, safe_before_six=True), HubRecord("西湖厂区", XIHU))
    coach = VehicleRecord("川H1 2月20日", "coach", ("利州汽车站",), ("西湖厂区",), 49, fixed_cost_fen=1_200_000)
    fare = FareRecord("利州 汽车站", "西湖厂区", 45_000, 1)
    steps = ((keep_hubs, hubs), (keep_vehicles, rows(coach)), (keep_fares, rows(fare)))

    first = [keep(session, batch, SOURCE) for keep, batch in steps]
    again = [keep(session, batch, SOURCE) for keep, batch in steps]
    moved = keep_vehicles(session, rows(replace(coach, origins=("西湖厂区",), destinations=("利州汽车站",))), SOURCE)

    assert [kept.new for kept in first] == [2, 1, 1] and [kept.same for kept in again] == [2, 1, 1]
    assert moved.changed == 1 and session.scalars(select(Fare.fare_fen)).all() == [45_000]


def test_a_vehicle_that_stops_at_an_unknown_place_is_refused_by_name(session: Session) -> None:
    keep_hubs(session, rows(HubRecord("利州汽车站", LIZHOU)), SOURCE)

    kept = keep_vehicles(session, rows(VehicleRecord("A", "coach", ("利州汽车站",), ("别处",), 49)), SOURCE)

    (refusal,) = kept.refused
    assert (kept.new, refusal.row, refusal.column) == (0, 2, "destination") and "别处" in refusal.problem.zh
