"""The sentence of every refusal, word for word in both languages: the figures that decided, and nobody else's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from labor.market import FEMALE, NO, SEX_UNKNOWN, Market
from policy.eligibility import RULE_IDS, explain, judge, obstacles, opens_with
from policy.eligibility.papers import is_unreviewed
from tests.policy.builders import TODAY, every_pair, market

WELDER, TRUCK, TRAILER = "em_welding_fusion", "dl_b2", "dl_a2"
HEAVY_SITE, SITE = "shanghai_construction_heavy_age", "shanghai_construction_age"
SOMEBODY_ELSE: dict[str, Any] = {
    "birth": "1990-05-01", "max_distance_km": 7.0, "can_lift_kg": 3.0, "home_by": "2027-03-09",
    "wish_regions": [110000],
}  # fmt: skip


def one(worker: dict[str, Any] | None = None, posting: dict[str, Any] | None = None, **others: Any) -> Market:
    """Somebody else's row stands first on both sides, so that a wrong row is noticed."""
    firms = [{"arrears_from": "2020-01-01", "licence_to": "2020-01-02"}, *others.pop("employers", [{}])]
    return market([SOMEBODY_ELSE, worker or {}], [{}, {"employer": 1, **(posting or {})}], firms, **others)


SAID: list[tuple[str, Market, str, str]] = [
    ("is_sixteen", one({"birth": "2011-02-21"}), "未满16周岁，任何岗位都不能安排", "Under 16: no posting at all"),
    (
        "minor_may_do_this_work",
        one({"birth": "2010-02-20"}, {"hazards": ["dust"], "lift_kg": 30.0, "work_at_height": 1}),
        "未满18周岁不得从事该岗位：粉尘、负重30公斤、高处作业",
        "Under 18 this work is prohibited: dust, lifting 30 kg, work at height",
    ),
    (
        "woman_may_do_this_work",
        one({"sex": FEMALE}, {"hazards": ["underground", "dust"], "lift_kg": 40.0}),
        "法定女职工禁忌劳动：矿山井下作业、负重40公斤",
        "By law women may not be given this work: underground mining, lifting 40 kg",
    ),
    (
        "woman_may_do_this_work",
        one({"sex": SEX_UNKNOWN}, {"hazards": ["labor_grade_4"]}),
        "法定女职工禁忌劳动：第四级体力劳动强度、（性别未登记，请先核实身份证）",
        "By law women may not be given this work: labor intensity grade IV, "
        "(sex not recorded: check the identity card)",
    ),
    (
        "holds_the_certificates",
        one(posting={"certificates": [WELDER, TRUCK]}),
        "缺熔化焊接与热切割作业；缺机动车驾驶证B2",
        "fusion welding and thermal cutting: none held; driving licence B2 (large truck): none held",
    ),
    (
        "holds_the_certificates",
        one(posting={"certificates": [WELDER, TRUCK]}, certificates=[(1, WELDER, "2030-01-01", "2028-01-01")]),
        "缺机动车驾驶证B2",
        "driving licence B2 (large truck): none held",
    ),
    (
        "holds_the_certificates",
        one(posting={"certificates": [WELDER, TRUCK]}, certificates=[(1, WELDER, "2027-04-04", "2027-04-04")]),
        "缺机动车驾驶证B2",  # the welder's card holds to the last day of arrival
        "driving licence B2 (large truck): none held",
    ),
    (
        "holds_the_certificates",
        one(posting={"certificates": [WELDER]}, certificates=[(1, WELDER, "2027-04-03", "2027-04-03")]),
        "熔化焊接与热切割作业只能用到2027-03-04（含有效期余量和复审），最晚到岗日2027-03-05",
        "fusion welding and thermal cutting counts only until 2027-03-04 (margin and review included), "
        "last day of arrival 2027-03-05",
    ),
    (
        "holds_the_certificates",
        one(posting={"certificates": [WELDER]}, certificates=[(1, WELDER, "2030-03-04", "NaT")]),
        "熔化焊接与热切割作业只能用到2027-03-04（含有效期余量和复审），最晚到岗日2027-03-05"
        "；复审日期没有登记，请看证件原件补上",
        "fusion welding and thermal cutting counts only until 2027-03-04 (margin and review included), "
        "last day of arrival 2027-03-05; no review on record: look at the card and add it",
    ),
    (
        "employer_pays_its_wages",
        one(employers=[{"arrears_from": "2026-05-01"}]),
        "用人单位自2026-05-01起列入拖欠农民工工资失信联合惩戒名单",
        "The employer has been on the wage-arrears list since 2026-05-01",
    ),
    (
        "employer_licence_is_valid",
        one(employers=[{"licence_to": "2027-02-27"}]),
        "用人单位（机构）的人力资源服务或劳务派遣许可2027-02-27到期",
        "The agency's licence ran or runs out on 2027-02-27",
    ),
    (
        "pays_the_minimum_wage",
        one(posting={"wage_low_fen": 150_000, "wage_high_fen": 200_050}),
        "岗位月工资最高2000.5元，低于当地月最低工资标准2430元",
        "At most 2000.5 yuan a month, below the local minimum wage of 2430 yuan",
    ),
    (
        "site_rules_hold",
        one({"birth": "1967-03-01"}, {"site_rules": [SITE]}),  # sixty on the first day
        "上海市建筑施工现场：男满60周岁、女满50周岁不得进场作业",
        "Shanghai building sites: no site work for men from 60, women from 50",
    ),
    (
        "posting_lies_in_a_wished_region",
        one({"wish_regions": [110000, 999999, -330000]}),
        "本人的意向：北京市、999999、不去浙江省",
        "Where the worker wants to go: 北京市, 999999, not 浙江省",
    ),
    (
        "posting_lies_in_a_wished_region",
        one({"wish_regions": [-330000, -330400]}),
        "本人的意向：不去浙江省、不去浙江省嘉兴市",
        "Where the worker wants to go: not 浙江省, not 浙江省嘉兴市",
    ),
    (
        "posting_is_near_enough",
        one({"max_distance_km": 40.5}),
        "估计路程：约1853公里；本人最远40.5公里",
        "By road: about 1853 km; the worker's limit is 40.5 km",
    ),
    (
        "posting_is_near_enough",
        one({"max_distance_km": 40.0}, {"county": 990101}),
        "估计路程：算不出（不知道县城在哪里）；本人最远40公里",
        "By road: not known (no place for the county); the worker's limit is 40 km",
    ),
    (
        "home_again_in_time",
        one({"home_by": "2027-03-30"}),
        "本人须在2027-03-30前返乡，到岗后不足30天",
        "The worker must be home by 2027-03-30, less than 30 days after the start",
    ),
    (
        "can_lift_what_is_asked",
        one({"can_lift_kg": 10.5}, {"lift_kg": 20.0}),
        "岗位需负重20公斤，本人自述最多10.5公斤",
        "The work asks for 20 kg, the worker can lift 10.5 kg",
    ),
]


@pytest.mark.parametrize(("rule", "the_market", "zh", "en"), SAID)
def test_a_refusal_reads_so(rule: str, the_market: Market, zh: str, en: str) -> None:
    grounds = {ground.rule_id: ground.text for ground in explain(the_market, 1, 1, TODAY)}

    assert (grounds[rule].zh, grounds[rule].en) == (zh, en)


def test_only_the_rule_of_its_own_site_is_told_of_a_posting() -> None:
    the_market = market([{"birth": "1969-01-01"}], [{"site_rules": [SITE]}, {"site_rules": [HEAVY_SITE]}])

    assert explain(the_market, 0, 0, TODAY) == ()
    (ground,) = explain(the_market, 0, 1, TODAY)
    assert ground.text.en.startswith("Shanghai building sites: no height") and "2019 no. 346" in ground.source.en


@pytest.mark.parametrize(
    ("card", "unreviewed"),
    [
        ((1, WELDER, "2030-01-01", "NaT"), True),
        ((1, WELDER, "2030-01-01", "2028-01-01"), False),
        ((1, WELDER, "NaT", "NaT"), False),  # without an end it proves nothing, reviewed or not
        ((0, WELDER, "2030-01-01", "NaT"), False),  # somebody else's
        ((1, TRUCK, "2030-01-01", "NaT"), False),  # another kind
    ],
)
def test_a_card_is_unreviewed_where_it_has_an_end_and_no_review(
    card: tuple[int, str, str, str], unreviewed: bool
) -> None:
    assert is_unreviewed(one(certificates=[card]), 1, WELDER) is unreviewed


@pytest.mark.parametrize("kind", [TRUCK, "a card the packs do not know"])
def test_a_kind_that_is_never_reviewed_is_not_unreviewed(kind: str) -> None:
    assert not is_unreviewed(one(certificates=[(1, kind, "2030-01-01", "NaT")]), 1, kind)


def test_a_certificate_opens_what_it_covers_for_the_one_who_is_to_gain_it() -> None:
    postings = [{"certificates": [TRUCK]}, {"certificates": [TRAILER]}, {"certificates": [WELDER]}]
    the_market = market([{}, {}], postings, certificates=[(0, WELDER, "2030-01-01", "2028-01-01")])

    assert opens_with(the_market, 1, TRAILER, TODAY).tolist() == [0, 1]
    assert opens_with(the_market, 1, TRUCK, TODAY).tolist() == [0]
    assert opens_with(the_market, 0, WELDER, TODAY).tolist() == []
    assert opens_with(the_market, 1, "a card the packs do not know", TODAY).tolist() == []


def test_obstacles_are_told_by_how_many_postings_each_alone_shuts_then_by_all_it_shuts() -> None:
    both = {"lodging": 0, "night_shift": 1, "work_at_height": 1}
    postings = [both, {"night_shift": 1, "work_at_height": 1}, {"lodging": 0}, {"lodging": 0, "work_at_height": 1}]
    the_market = market([{"lodging_needed": True, "night_shift_ok": 0, "height_ok": 0}], postings)

    found = [(one.title.zh, one.postings, one.alone) for one in obstacles(the_market, 0, TODAY)]

    assert found == [("不提供住宿", 3, 1), ("本人不做高处作业", 3, 0), ("本人不上夜班", 2, 0)]


def test_every_rule_is_counted_by_the_pairs_it_blocks() -> None:
    the_market = market([{"night_shift_ok": 0}, {}], [{"night_shift": 1}, {"openings": 0}, {}], replies=[(1, 2, NO)])

    counts = judge(the_market, every_pair(the_market), TODAY).counts()

    assert counts == dict.fromkeys(RULE_IDS, 0) | {
        "no_unwanted_night_shift": 1, "posting_is_open": 2, "worker_did_not_say_no": 1,
    }  # fmt: skip


def test_distances_are_of_the_workers_own_county() -> None:
    the_market = market([{"max_distance_km": 40.0}, {"max_distance_km": np.nan}], [{"county": 510811}, {}])

    assert judge(the_market, every_pair(the_market), TODAY).allowed.tolist() == [True, False, True, True]
