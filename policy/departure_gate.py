"""What must be in hand before a batch is locked and leaves: what bars, and what a signed reason may replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class GateItem:
    """One thing to have in hand; ``at_lock`` asks for it at the lock already, not only on the day of leaving."""

    rule: str
    missing: Bilingual  # said of a batch, with the count of people where it is about people
    to_do: Bilingual
    source: Bilingual
    may_pass: bool  # with a reason somebody signs
    at_lock: bool
    own_way_too: bool = False  # asked of those who travel without a vehicle of the office's too


PRACTICE: Final = Bilingual(
    "惯例（一车一案：每车有领队、副领队和接收人），没有法律禁止出发",
    "practice (one plan a coach, with leader, deputy and receiver); no law bars the departure",
)
ITEMS: Final = (
    GateItem(
        "gate_leader", Bilingual("没有领队", "no leader"),
        Bilingual("在批次页“出发前”填领队和电话", "enter leader and telephone on the batch's page"),
        PRACTICE, may_pass=True, at_lock=True,
    ),
    GateItem(
        "gate_deputy", Bilingual("没有副领队", "no deputy"),
        Bilingual("在批次页“出发前”填副领队和电话", "enter the deputy on the batch's page"),
        PRACTICE, may_pass=True, at_lock=True,
    ),
    GateItem(
        "gate_insurance", Bilingual("没有保险公司和保单号", "no insurer and policy number"),
        Bilingual("在批次页“出发前”填保险公司和保单号", "enter insurer and policy number on the batch's page"),
        Bilingual(
            "惯例：集中输送给乘员买意外险；承运人责任险由承运单位依《道路运输条例》第三十五条投保，不在此列",
            "practice: accident cover for those sent; the carrier's own liability cover (道路运输条例 35) is apart",
        ),
        may_pass=True, at_lock=True,
    ),
    GateItem(
        "gate_escorts", Bilingual("没有护送人员的电话", "no escort with a telephone"),
        Bilingual("在批次页“出发前”填护送人员和电话", "enter escorts and telephones on the batch's page"),
        PRACTICE, may_pass=True, at_lock=False,
    ),
    GateItem(
        "gate_receiver", Bilingual("没有接收人", "no receiver"),
        Bilingual("在批次页“出发前”填接收人和电话", "enter the receiver on the batch's page"),
        PRACTICE, may_pass=True, at_lock=False,
    ),
    GateItem(
        "gate_certificates",
        Bilingual("{count} 人的上岗证件没有看过原件", "{count} people's certificates not seen in the original"),
        Bilingual("看过原件后在批次页打勾", "tick them on the batch's page once seen"),
        Bilingual(
            "《安全生产法》第三十条：没有资格证不得上岗（不禁止出行）；登记里没有有效证件的已被拦下",
            "安全生产法 30 bars work without the certificate, not the journey; who has none on record is barred",
        ),
        may_pass=True, at_lock=True, own_way_too=True,
    ),
    GateItem(
        "gate_health",
        Bilingual("{count} 人的上岗前体检还没有结果", "{count} people's health checks have no result"),
        Bilingual("催用人单位；结果在轮次页记", "press the employer; results go on the round's page"),
        Bilingual(
            "《职业病防治法》第三十五条：没体检不得安排有害作业（不禁止出行）；不适合的已被拦下",
            "职业病防治法 35 bars hazardous work before the check, not the journey; who is unfit is barred already",
        ),
        may_pass=True, at_lock=False, own_way_too=True,
    ),
    GateItem(
        "gate_agreements",
        Bilingual("{count} 人的合同或协议还没有交到手", "{count} people have no contract or agreement in hand"),
        Bilingual("交到手后在批次页打勾", "tick them on the batch's page once handed over"),
        Bilingual(
            "《劳动合同法》第十条：自用工之日起一个月内订立（不禁止先到岗）",
            "劳动合同法 10: in writing within a month of the first day, so the journey may come first",
        ),
        may_pass=True, at_lock=False, own_way_too=True,
    ),
    GateItem(
        "minor_alone",
        Bilingual(
            "有 {count} 名未成年人过夜乘车，缺护送人员或监护人电话",
            "{count} minors travel overnight without an escort, or without a guardian's telephone",
        ),
        Bilingual(
            "填护送人员；在名单“紧急联系人”一栏补监护人电话，再导入一次",
            "enter escorts; add the guardian as emergency contact to the list and import it",
        ),
        Bilingual("本系统的安全要求，不能以说明代替", "a safeguard of our own, which no reason replaces"),
        may_pass=False, at_lock=True,
    ),
)  # fmt: skip
BY_RULE: Final = {item.rule: item for item in ITEMS}
