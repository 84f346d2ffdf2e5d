"""What employers and carriers send: orders in three shapes, the arrears list, coaches, fares and hubs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from data.sample.drafts import Cell, DraftColumn, SheetDraft
from data.sample.fares import SampleFare
from data.sample.hubs import HUBS
from data.sample.identity import credit_code
from data.sample.orders import SampleEmployer, SampleOrder
from data.sample.transport import SampleVehicle

Owned = tuple[SampleOrder, SampleEmployer]


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


ORDER_CELLS: Final[dict[str, Callable[[SampleOrder, SampleEmployer], Cell]]] = {
    "number": lambda o, _: o.number,
    "employer": lambda _, e: e.name,
    "credit_code": lambda _, e: e.credit_code,
    "title": lambda o, _: o.title,
    "duties": lambda o, _: o.trade.duties,
    "openings": lambda o, _: o.openings,
    "openings_words": lambda o, _: f"{o.openings}人",
    "address": lambda _, e: e.address,
    "hub": lambda _, e: e.hub,
    "wage_low": lambda o, _: o.wage_low,
    "wage_high": lambda o, _: o.wage_high,
    "wage": lambda o, _: f"{o.wage_low}-{o.wage_high}元/月",
    "hours": lambda o, _: o.hours,
    "night": lambda o, _: "有夜班" if o.night else "长白班",
    "lodging": lambda o, _: "包住" if o.lodging else "不包住",
    "beds": lambda o, _: None if o.beds < 0 else o.beds,
    "beds_m": lambda o, _: None if o.beds_m < 0 else o.beds_m,
    "beds_f": lambda o, _: None if o.beds_f < 0 else o.beds_f,
    "couple_rooms": lambda o, _: o.couple_rooms,
    "min_team": lambda o, _: o.min_team or None,
    "lift": lambda o, _: o.lift_kg or None,
    "height": lambda o, _: "有" if o.height else "无",
    "hazard": lambda o, _: o.hazard or None,
    "certificate": lambda o, _: o.certificate or None,
    "start_from": lambda o, _: o.start_from,
    "start_by": lambda o, _: o.start_by,
    "start_from_words": lambda o, _: _long(o.start_from),
    "start_by_words": lambda o, _: _long(o.start_by),
    "form": lambda _, e: "劳务派遣" if e.is_agency else "直招",
    "guaranteed": lambda o, _: "是" if o.guaranteed else "否",
    "confirmed": lambda o, _: o.confirmed,
    "valid_until": lambda o, _: o.valid_until,
    "contact": lambda _, e: e.contact,
    "phone": lambda _, e: e.phone,
    "demands": lambda _o, _e: None,
}
WIDE: Final = (
    ("number", "岗位编号"), ("employer", "企业名称"), ("credit_code", "统一社会信用代码"), ("title", "岗位名称"),
    ("duties", "工作内容"), ("openings", "招聘人数"), ("address", "工作地点"), ("hub", "下车点"),
    ("wage_low", "最低月薪(元)"), ("wage_high", "最高月薪(元)"), ("hours", "每日工时"), ("night", "班次"),
    ("lodging", "住宿"), ("beds", "床位数"), ("beds_m", "男床位"), ("beds_f", "女床位"), ("couple_rooms", "夫妻房(间)"),
    ("min_team", "最低成团"), ("lift", "单件重量(公斤)"), ("height", "高处作业"), ("hazard", "职业危害"),
    ("certificate", "所需证书"), ("start_from", "最早到岗日期"), ("start_by", "最晚到岗日期"), ("form", "用工形式"),
    ("guaranteed", "重点企业"), ("confirmed", "最近确认日期"), ("valid_until", "有效期至"), ("contact", "联系人"),
    ("phone", "联系电话"), ("demands", "其他要求"),
)  # fmt: skip
LOOSE: Final = (
    ("employer", "用工单位"), ("credit_code", "信用代码"), ("number", "需求编号"), ("title", "工种"),
    ("openings_words", "需求人数"), ("wage", "月工资"), ("address", "地址"), ("hub", "接站点"),
    ("hours", "每天工时"), ("night", "夜班"), ("lodging", "食宿"), ("beds", "床位"),
    ("beds_m", "男床位"), ("beds_f", "女床位"),
    ("couple_rooms", "夫妻房"), ("min_team", "最少人数"), ("lift", "负重"), ("height", "登高作业"),
    ("hazard", "危害因素"), ("certificate", "证书要求"), ("start_from_words", "最早到岗"),
    ("start_by_words", "到岗截止"),     ("duties", "岗位职责"), ("form", "用工方式"), ("valid_until", "有效期"),
    ("confirmed", "确认日期"),    ("contact", "负责人"), ("phone", "电话"), ("demands", "招工条件"),
)  # fmt: skip


def order_drafts(orders: Sequence[SampleOrder], employers: Sequence[SampleEmployer]) -> list[list[SheetDraft]]:
    """Zhejiang by city in one workbook, Fujian loosely worded in one sheet, Beijing as old .csv."""
    owned = [(order, employers[order.employer]) for order in orders]
    of = {corridor: [o for o in owned if o[1].corridor == corridor] for corridor in ("浙江", "福建", "北京")}
    cities = sorted({e.address[3:6] for _, e in of["浙江"]})
    zhejiang = [
        _orders("样例-浙江用工需求.xlsx", city, [o for o in of["浙江"] if o[1].address[3:6] == city], WIDE)
        for city in cities
    ]
    return [
        zhejiang,
        [_orders("样例-福建用工需求.xlsx", "需求表", of["福建"], LOOSE, blank=True)],
        [_orders("样例-北京用工需求.csv", "样例-北京用工需求", of["北京"], WIDE)],
    ]


def _orders(
    file: str, sheet: str, owned: list[Owned], headers: tuple[tuple[str, str], ...], *, blank: bool = False
) -> SheetDraft:
    columns = tuple(DraftColumn(key, header) for key, header in headers)
    draft = SheetDraft(file, sheet, f"{sheet}2026年春季用工需求", columns, blank_before_header=blank)
    draft.rows += [{key: ORDER_CELLS[key](order, employer) for key, _ in headers} for order, employer in owned]
    return draft


def employer_draft(employers: Sequence[SampleEmployer]) -> SheetDraft:
    """The office's list of employers, agencies with their licence."""
    columns = tuple(
        DraftColumn(key, header)
        for key, header in (
            ("name", "单位名称"), ("credit_code", "统一社会信用代码"), ("address", "单位地址"), ("industry", "行业"),
            ("contact", "联系人"), ("phone", "联系电话"), ("licence", "许可证编号"), ("licence_to", "许可证有效期至"),
            ("grade", "信用等级"), ("guaranteed", "重点企业"),
        )
    )  # fmt: skip
    draft = SheetDraft("样例-用人单位名录.xlsx", "名录", "2026年春季合作用人单位名录", columns)
    for at, e in enumerate(employers):
        licence = f"样例人服证{at:05d}号" if e.is_agency else None
        draft.rows.append(
            {
                "name": e.name, "credit_code": e.credit_code, "address": e.address, "industry": e.industry,
                "contact": e.contact, "phone": e.phone, "licence": licence, "licence_to": e.licence_to,
                "grade": e.grade or None, "guaranteed": "是" if e.guaranteed else "否",
            }
        )  # fmt: skip
    return draft


def arrears_draft(employers: Sequence[SampleEmployer], today: date) -> SheetDraft:
    """The published list of wage defaulters: two of ours among strangers, one of whom has paid and is off again."""
    columns = tuple(
        DraftColumn(key, header)
        for key, header in (
            ("name", "失信主体名称"), ("credit_code", "统一社会信用代码"), ("from", "列入日期"), ("to", "移出日期"),
            ("source", "列入机关及文号"),
        )
    )  # fmt: skip
    draft = SheetDraft("样例-拖欠工资失信名单.xlsx", "名单", "拖欠农民工工资失信联合惩戒名单(样例)", columns)
    listed: list[tuple[str, str, date, date | None]] = [
        (e.name, e.credit_code, e.arrears_from, None) for e in employers if e.arrears_from is not None
    ]
    for at in range(5):
        since = today - timedelta(days=90 + 130 * at)
        left = today - timedelta(days=20) if at == 3 else None
        listed.append((f"外地建设{at + 1}号有限公司(样例)", credit_code(410100, 700 + at), since, left))
    for name, code, since, left in listed:
        source = f"样例人社监列字〔{since.year}〕{since.month:02d}号"
        draft.rows.append({"name": name, "credit_code": code, "from": since, "to": left, "source": source})
    return draft


def vehicle_draft(offers: Sequence[SampleVehicle]) -> SheetDraft:
    """Coaches and group tickets on offer, pick-ups and stops in order."""
    headers = (
        ("name", "班次"), ("mode", "交通方式"), ("origins", "上车点"), ("destinations", "下车点"),
        ("seats", "核定座位"),        ("escorts", "带队人数"), ("drivers", "驾驶员人数"), ("min_load", "最低人数"),
        ("fixed", "包车费(元)"), ("per_person", "每人费用(元)"), ("available", "可用趟数"), ("leaves", "发车日期"),
        ("at", "发车时刻"), ("operator", "承运单位"),
    )  # fmt: skip
    draft = SheetDraft(
        "样例-车辆报价.xlsx", "报价", "2026年春季点对点输送运力报价", tuple(DraftColumn(k, h) for k, h in headers)
    )
    for v in offers:
        draft.rows.append(
            {
                "name": v.name, "mode": {"coach": "大巴", "train": "火车"}[v.mode], "origins": "→".join(v.origins),
                "destinations": "→".join(v.destinations), "seats": v.seats, "escorts": v.escorts, "drivers": v.drivers,
                "min_load": v.min_load, "fixed": v.fixed, "per_person": v.per_person, "available": v.available,
                "leaves": v.leaves, "at": f"{v.minute // 60:02d}:{v.minute % 60:02d}", "operator": v.operator,
            }
        )  # fmt: skip
    return draft


def fare_draft(lines: Sequence[SampleFare]) -> SheetDraft:
    """What an own ticket costs."""
    headers = (("origin", "出发地"), ("destination", "目的地"), ("yuan", "票价(元)"), ("days", "在途天数"))
    draft = SheetDraft(
        "样例-自行购票票价.xlsx", "票价", "自行购票参考票价", tuple(DraftColumn(k, h) for k, h in headers)
    )
    draft.rows += [
        {"origin": line.origin, "destination": line.destination, "yuan": line.yuan, "days": line.days} for line in lines
    ]
    return draft


def hub_draft() -> SheetDraft:
    """Pick-up points and stops."""
    headers = (
        ("name", "站点名称"),
        ("address", "地址"),
        ("longitude", "经度"),
        ("latitude", "纬度"),
        ("safe", "夜间候车"),
    )
    draft = SheetDraft("样例-乘降点.xlsx", "乘降点", "集中乘车点与下车点", tuple(DraftColumn(k, h) for k, h in headers))
    draft.rows += [
        {
            "name": hub.name, "address": hub.address, "longitude": hub.longitude, "latitude": hub.latitude,
            "safe": "是" if hub.safe_before_six else "否",
        }
        for hub in HUBS
    ]  # fmt: skip
    return draft
