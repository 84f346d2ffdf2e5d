"""The village registers: one shape a township, as different as offices make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lunardate import LunarDate

from data.sample.people import Person
from data.sample.sheets import Cell, Column, Draft
from data.sample.trades import SAID

PLACE_WORDS: Final = {
    330000: "浙江",
    330100: "杭州",
    330400: "嘉兴",
    350000: "福建",
    350500: "泉州",
    350200: "厦门",
    110000: "北京",
}
_TENS: Final = ("初", "十", "廿", "三")
_ONES: Final = "十一二三四五六七八九"


def said_trade(person: Person) -> str:
    """The trades in a clerk's words, the one after the other."""
    return "、".join(
        SAID.get(t.word, (t.word,))[person.serial % len(SAID.get(t.word, (t.word,)))] for t in person.trades
    )


def said_wish(person: Person) -> str:
    """Where they would go."""
    if person.near_only:
        return "本地"
    return "、".join(PLACE_WORDS[code] for code in person.wish) or "都行"


def lunar_day(day: date) -> str:
    """24 February 2026 is 正月初八."""
    lunar = LunarDate.fromSolarDate(day.year, day.month, day.day)
    month = "正月" if lunar.month == 1 else f"{'正二三四五六七八九十冬腊'[lunar.month - 1]}月"
    if lunar.day in {10, 20, 30}:
        return month + {10: "初十", 20: "二十", 30: "三十"}[lunar.day]
    return month + _TENS[lunar.day // 10] + _ONES[lunar.day % 10]


def _answer(value: bool | None, words: tuple[str, str]) -> str | None:
    return None if value is None else words[0] if value else words[1]


def _papers(person: Person) -> str:
    return ";".join(p.words for p in person.certificates)


def _valid_to(person: Person) -> date | None:
    return person.certificates[0].valid_to if person.certificates else None


def _review_by(person: Person) -> date | None:
    return person.certificates[0].review_by if person.certificates else None


def _one_day(person: Person, pick: Callable[[Person], date | None], style: str) -> Cell:
    day = pick(person)
    if day is None or style == "cell":
        return day
    if style == "lunar":
        return lunar_day(day) if day.month < 4 else f"{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日" if style == "long" else f"{day.month}月{day.day}日"


CELLS: Final[dict[str, Callable[[Person, str], Cell]]] = {
    "name": lambda p, _: p.name,
    "identity": lambda p, _: p.identity_number,
    "phone": lambda p, _: p.phone,
    "sex": lambda p, _: "男" if p.sex == 1 else "女",
    "township": lambda p, _: p.township,
    "village": lambda p, _: p.village,
    "schooling": lambda p, _: p.schooling,
    "trade": lambda p, _: said_trade(p),
    "years": lambda p, _: "、".join(f"{y:.0f}" for y in p.years),
    "papers": lambda p, _: _papers(p) or None,
    "paper_number": lambda p, _: p.certificates[0].number if p.certificates else None,
    "issuer": lambda p, _: p.certificates[0].issuer if p.certificates else None,
    "valid_to": lambda p, style: _one_day(p, _valid_to, _plain(style)),
    "review_by": lambda p, style: _one_day(p, _review_by, _plain(style)),
    "wish": lambda p, _: said_wish(p),
    "wage": lambda p, style: None if p.wage_yuan < 0 else p.wage_yuan if style == "cell" else f"{p.wage_yuan}元",
    "earliest": lambda p, style: _one_day(p, lambda q: q.earliest, style),
    "latest": lambda p, style: _one_day(p, lambda q: q.latest, style),
    "home_by": lambda p, style: _one_day(p, lambda q: q.home_by, _plain(style)),
    "group": lambda p, _: f"{p.group}组" if p.group >= 0 else None,
    "couple_room": lambda p, _: "要" if p.couple_room else None,
    "lodging": lambda p, _: _answer(p.lodging, ("需要", "不需要")),
    "night": lambda p, _: _answer(p.night_ok, ("能", "不能")),
    "lift": lambda p, _: p.lift_kg if p.lift_kg > 0 else None,
    "height": lambda p, _: _answer(p.height_ok, ("能", "不能")),
    "willing": lambda p, _: _answer(p.willing, ("愿意", "不愿意")),
    "consent": lambda p, _: _answer(p.consent, ("已签", "未签")),
    "pickup": lambda p, _: p.pickup,
    "broker": lambda p, _: p.broker,
    "priority": lambda p, _: "脱贫户" if p.priority else None,
    "registered": lambda p, style: _one_day(p, lambda q: q.registered, _plain(style)),
    "remarks": lambda p, _: p.text,
}  # fmt: skip


def _plain(style: str) -> str:
    """Days far off are never written by the moon."""
    return "long" if style == "lunar" else style


@dataclass(frozen=True, slots=True)
class Layout:
    """How one township keeps its register: headers in order, how days are written, one sheet or one a village."""

    headers: tuple[tuple[str, str], ...]
    days: str = "cell"
    by_village: bool = False
    bands: tuple[tuple[str, str], ...] = ()  # (key of the first column, band text)
    blank_line: bool = False


FULL: Final = (
    ("no", "序号"), ("name", "姓名"), ("sex", "性别"), ("identity", "身份证号码"), ("phone", "联系电话"),
    ("village", "村(社区)"), ("schooling", "文化程度"), ("trade", "工种(特长)"), ("years", "工龄(年)"),
    ("papers", "持有证书"), ("paper_number", "证书编号"), ("issuer", "发证机关"), ("valid_to", "证书有效期至"),
    ("review_by", "复审日期"), ("wish", "意向地区"), ("wage", "期望月工资(元)"), ("earliest", "可出发日期"),
    ("latest", "最晚出发日期"), ("home_by", "须返乡日期"), ("group", "同行编号"), ("couple_room", "夫妻房"),
    ("lodging", "是否需要住宿"), ("night", "能否上夜班"), ("lift", "可负重(公斤)"), ("height", "能否高处作业"),
    ("willing", "是否愿意外出"), ("consent", "信息提供授权"), ("pickup", "乘车点"), ("broker", "劳务经纪人"),
    ("priority", "人员类别"), ("registered", "登记日期"), ("remarks", "备注"),
)  # fmt: skip
SHORT: Final = (
    ("name", "名字"), ("phone", "手机号"), ("identity", "身份证"), ("village", "村组"), ("trade", "会干啥"),
    ("years", "干了几年"), ("papers", "证件"), ("issuer", "哪里发的证"), ("valid_to", "证到期"), ("wish", "想去哪里"),
    ("wage", "最低工资"), ("earliest", "啥时候能走"), ("group", "跟谁一起(组号)"), ("couple_room", "要不要夫妻房"),
    ("lodging", "住不住厂里"), ("night", "上不上夜班"), ("pickup", "在哪上车"), ("willing", "去不去"),
    ("consent", "授权"), ("registered", "登记时间"), ("remarks", "说明"),
)  # fmt: skip
OFFICIAL: Final = (
    ("no", "编号"), ("village", "行政村"), ("name", "务工人员姓名"), ("identity", "公民身份号码"), ("phone", "手机"),
    ("trade", "从事工种"), ("years", "从业年限"), ("papers", "资格证书名称"), ("paper_number", "证书号"),
    ("issuer", "发证单位"), ("valid_to", "有效期"), ("review_by", "下次复审"), ("wish", "务工意向地"),
    ("wage", "工资要求"),
    ("earliest", "最早出行日期"), ("latest", "最迟出行日期"), ("group", "结伴编号"), ("couple_room", "是否夫妻同住"),
    ("lodging", "住宿需求"), ("night", "夜班"), ("lift", "负重能力"), ("height", "登高"), ("willing", "外出意愿"),
    ("consent", "是否同意提供给用人单位"), ("pickup", "上车点"), ("broker", "经纪人"), ("registered", "登记日期"),
    ("remarks", "备注"),
)  # fmt: skip

_BANDS: Final = (("no", ""), ("name", "基本信息"), ("trade", "技能"), ("wish", "意愿"), ("willing", "服务"))
LAYOUTS: Final = {
    "荣山镇": Layout(FULL),
    "大石镇": Layout(FULL, days="short", by_village=True),
    "宝轮镇": Layout(FULL, days="long", bands=_BANDS),
    "三堆镇": Layout(OFFICIAL, days="long"),
    "龙潭乡": Layout(SHORT, days="lunar"),
    "海城街道": Layout(OFFICIAL, blank_line=True),
    "三河镇": Layout(FULL, days="long", by_village=True),
    "七营镇": Layout(OFFICIAL, days="short", by_village=True),
    "李旺镇": Layout(FULL, days="lunar", blank_line=True),
    "萨拉齐镇": Layout(OFFICIAL),
    "美岱召镇": Layout(SHORT, days="lunar"),
    "金山镇": Layout(FULL, days="long"),
    "百灵庙镇": Layout(OFFICIAL, days="long", by_village=True),
}
GB18030: Final = frozenset({"三堆镇"})  # one .csv, old Excel
UTF8: Final = frozenset({"三河镇", "金山镇"})  # .csv with a byte-order mark
CHAINS: Final = frozenset({"白朝乡", "树台乡"})  # pasted WeChat text


def village_drafts(people: Sequence[Person]) -> list[list[Draft]]:
    """One list of sheets a file; people in order of their villages."""
    files: list[list[Draft]] = []
    for township, layout in LAYOUTS.items():
        members = [p for p in people if p.township == township]
        villages = sorted({p.village for p in members})
        if layout.by_village and township in UTF8:
            files += [[_draft(f"{township}{v}", v, [p for p in members if p.village == v], layout)] for v in villages]
        elif layout.by_village:
            files.append([_draft(township, v, [p for p in members if p.village == v], layout) for v in villages])
        else:
            files.append([_draft(township, "登记表", members, layout)])
    return files


def _draft(name: str, sheet: str, people: list[Person], layout: Layout) -> Draft:
    township = people[0].township
    ending = "csv" if township in GB18030 | UTF8 else "xlsx"
    bands = _bands(layout)
    columns = tuple(Column(key, header, bands.get(key, "")) for key, header in layout.headers)
    title = f"{township}{sheet if sheet != '登记表' else ''}2026年春节后外出务工人员登记表"
    draft = Draft(f"样例-{name}务工登记.{ending}", sheet, title, columns, blank_before_header=layout.blank_line)
    for at, person in enumerate(people):
        row: dict[str, Cell] = {key: CELLS[key](person, layout.days) for key, _ in layout.headers if key != "no"}
        draft.rows.append({"no": at + 1, **row})
    return draft


def _bands(layout: Layout) -> dict[str, str]:
    starts, band, found = dict(layout.bands), "", {}
    for key, _ in layout.headers:
        band = starts.get(key, band)
        found[key] = band
    return found


def chain_text(township: str, people: Sequence[Person], today: date) -> str:
    """A pasted WeChat chain (接龙): who, phone, trade, where to, with whom."""
    lines = [
        "#接龙",
        f"【合成样例数据,人名电话均为虚构】{township} {today.month}月{today.day}日外出务工报名",
        "姓名 电话 身份证 工种 想去哪 要求",
        "",
    ]
    for at, person in enumerate(people, 1):
        words = [f"{at}. {person.name}", person.phone, person.identity_number, said_trade(person).replace("、", " ")]
        words.append("想去" + said_wish(person) if person.wish and not person.near_only else said_wish(person))
        if person.wage_yuan > 0:
            words.append(f"工资{person.wage_yuan}以上")
        mates = [q.name for q in people if q.group == person.group >= 0 and q is not person]
        if mates:
            words.append(f"和{'、'.join(mates)}一起" + (" 要夫妻房" if person.couple_room else ""))
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"
