"""The files of a second made-up office: other words and other layouts than the first one's, everybody invented."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from stdnum.cn import ric

LOOKED_AT, FIRST, LAST = date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 14)
COUNTY = 511722
SURNAMES, GIVEN = (
    "冉向谭牟覃庞苟符蒲桂",
    ("成礼", "维芬", "光荣", "淑碧", "昌贵", "玉蓉", "兴国", "德琼", "天寿", "小菊", "思源", "春燕"),
)
WISHES = ("晋江", "福建晋江", "昆山", "江苏昆山", "晋江、昆山", "哪里都行", "福建", "江苏")


@dataclass(frozen=True)
class Person:
    """One invented person, and how a clerk would write them down."""

    name: str
    woman: bool
    born: date
    identity: str
    phone: str
    wish: str

    @property
    def sex(self) -> str:
        return "女" if self.woman else "男"

    @property
    def age(self) -> int:
        return LOOKED_AT.year - self.born.year - ((LOOKED_AT.month, LOOKED_AT.day) < (self.born.month, self.born.day))


def people() -> Iterator[Person]:
    """Nobody has the name, number or phone of another; sequence codes from 996 belong to nobody alive."""
    dice = random.Random(511722)
    for serial in range(len(SURNAMES) * len(GIVEN) * 2):
        woman = serial % 2 == 1
        name = SURNAMES[serial // 12 % 10] + GIVEN[serial % 12]
        if serial >= 120:
            name = SURNAMES[serial // 12 % 10] + GIVEN[serial % 12][0] + "平荣"[woman]
        born = date(dice.randint(1970, 2003), dice.randint(1, 12), dice.randint(1, 28))
        body = f"{COUNTY}{born:%Y%m%d}{996 + (1 - woman) + 2 * (serial % 4 // 2)}"
        identity = body + str(ric.calc_check_digit(body + "0"))
        yield Person(name, woman, born, identity, f"1990827{serial:04d}", WISHES[serial % len(WISHES)])


def write(folder: Path) -> list[Path]:
    """Write the whole packet and name its files in the order an office would send them."""
    crowd = people()
    books = {
        "东乡街道分村摸底.xlsx": villages(crowd),
        "胡家镇打算去向.xlsx": spaced_numbers(crowd),
        "南坝镇两口子.xlsx": couples(crowd),
        "君塘镇一人一表.xlsx": forms(crowd),
        "沿海两市缺工.xlsx": banded_orders(),
        "昆山精联缺工.xlsx": plain_orders(),
        "客车询价回函.xlsx": coaches(),
        "火车票参考.xlsx": fares(),
    }
    for name, book in books.items():
        book.save(folder / name)
    (folder / "普光镇外出台账.csv").write_bytes(lunar_register(crowd).encode("gb18030"))
    (folder / "厂溪镇群里报名.txt").write_text(chain(crowd), encoding="utf-8")
    (folder / "车间招工启事.txt").write_text(NOTICE, encoding="utf-8")
    return sorted(folder.iterdir())


def book_of(sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> Workbook:
    """A workbook of these sheets; ``merged`` are ranges merged on every sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
    return book


def taken(crowd: Iterator[Person], count: int) -> list[Person]:
    return [next(crowd) for _ in range(count)]


def villages(crowd: Iterator[Person]) -> Workbook:
    """Three sheets, a village each; two header rows with parents; two-sign names set apart by a space."""
    head: list[list[Any]] = [
        ["宣汉县东乡街道外出务工摸底（2026年11月）"],
        ["序号", "基本情况", None, None, "联系方式", None, "务工打算", None],
        [None, "姓 名", "性 别", "身份证号", "本人", "家人", "想到哪里做活", "哪天动身"],
    ]
    sheets = {}
    for village in ("明月村", "石鼓村", "长滩村"):
        rows = [
            [at + 1, " ".join(one.name), one.sex, one.identity, one.phone, f"1990000{at:04d}", one.wish, "12月1日后"]
            for at, one in enumerate(taken(crowd, 12))
        ]
        sheets[village] = [*head, *rows]
    return book_of(sheets, ["A1:H1", "A2:A3", "B2:D2", "E2:F2", "G2:H2"])


def spaced_numbers(crowd: Iterator[Person]) -> Workbook:
    """Identity numbers in groups; the phone stands in the remarks."""
    said = ("电话{}", "本人手机{}，会踩平车", "{}（微信同号）", "打{}，晚上接")
    rows = [
        [
            one.name,
            f"{one.identity[:6]} {one.identity[6:14]} {one.identity[14:]}",
            one.wish,
            said[at % 4].format(one.phone),
        ]
        for at, one in enumerate(taken(crowd, 30))
    ]
    head = [["胡家镇分水村务工人员打算去向表"], ["人员名字", "居民身份证号码", "打算去向", "备注"]]
    return book_of({"名册": [*head, *rows]})


def couples(crowd: Iterator[Person]) -> Workbook:
    """A couple in one row, the spouse named in brackets; ages and phones with a stroke; four who go alone."""
    rows: list[list[Any]] = []
    for _ in range(10):
        he, she = taken(crowd, 2)
        row = [f"{he.name}/{she.name}(妻)", f"{he.age}/{she.age}", f"{he.phone}/{she.phone}", he.wish]
        rows.append([len(rows) + 1, *row])
    for one in taken(crowd, 4):
        rows.append([len(rows) + 1, one.name, one.age, one.phone, one.wish])
    return book_of({"Sheet1": [["南坝镇沙坝村两口子出门名单"], ["序", "名字", "岁数", "手机", "打算到哪里"], *rows]})


def forms(crowd: Iterator[Person]) -> Workbook:
    """One form a sheet, a label beside each box."""
    sheets = {}
    for one in taken(crowd, 8):
        sheets[one.name] = [
            ["君塘镇劳动力外出务工登记卡"],
            ["姓名", one.name, "性别", one.sex],
            ["身份证号", one.identity, "联系电话", one.phone],
            ["户籍地址", "君塘镇洋烈社区2组", "文化程度", "初中"],
            ["想到哪里做活", one.wish, "会什么", "缝纫"],
            ["备注", "随时能走"],
        ]
    return book_of(sheets, ["A1:D1"])


def lunar_register(crowd: Iterator[Person]) -> str:
    """A register saved as .csv in the national character set, its days by the farmer's calendar."""
    target = StringIO(newline="")
    target.write("普光镇铜坎村外出务工台账,,,,,,\r\n姓名,性别,身份证,手机号,打算去向,啥时候走得脱,腊月哪天要转来\r\n")
    leave, back = ("十月廿三过后", "农历十月二十五", "冬月初一后", "随时"), ("腊月二十前", "腊月初三前", "", "过年前")
    for at, one in enumerate(taken(crowd, 30)):
        row = [one.name, one.sex, f"'{one.identity}", one.phone, one.wish, leave[at % 4], back[at // 4 % 4]]
        target.write(",".join(row) + "\r\n")
    return target.getvalue()


def chain(crowd: Iterator[Person]) -> str:
    """A list going round in a chat, numbered in two ways by two phones."""
    lines = ["#群接龙", "厂溪镇出门打工报名，名字+电话+岁数+想去的地方", ""]
    circled = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
    for at, one in enumerate(taken(crowd, 24)):
        number = circled[at] if at < 12 else f"({at + 1})"
        lines.append(f"{number} {one.name} {one.phone} {one.sex} {one.age}岁 想去{one.wish}")
    return "\n".join(lines) + "\n"


def banded_orders() -> Workbook:
    """Two companies, each in a band merged over its lines; heads told as 男10女15, pay by the piece with a floor."""
    rows: list[list[Any]] = [
        ["宣汉—晋江劳务协作缺工清单"],
        ["缺工岗位", "缺工人数", "薪资", "工作地点", "吃住", "到岗时间", "要求"],
        ["福建恒泰鞋业有限公司"],
        [
            "针车工",
            "男10女15",
            "计件保底4500元，多劳多得",
            "福建省泉州市晋江市陈埭镇",
            "包吃住",
            "12月10日前",
            "会踩针车优先",
        ],
        ["成型普工", "25", "5000-6500", "福建省泉州市晋江市陈埭镇", "包吃住", "12月10日前", "18-55岁"],
        ["晋江市海盛食品有限公司"],
        ["包装工", "男5女10", "计件，保底4200", "福建省泉州市晋江市安海镇", "包住，伙食自理", "2026-12-12", "身体健康"],
    ]
    book = book_of({"清单": rows})
    for area in ("A1:G1", "A3:G3", "A6:G6"):
        book.worksheets[0].merge_cells(area)
    return book


def plain_orders() -> Workbook:
    """One company named beside a label above its table."""
    rows: list[list[Any]] = [
        ["用工单位：", "昆山精联电子有限公司", "联系人：", "顾经理 13000000911"],
        ["岗位", "要多少人", "每月挣", "在哪里上班", "住不住厂里", "哪天到厂"],
        ["组装工", "45人", "5500~7000", "江苏省苏州市昆山市玉山镇", "住厂里", "12月10日前"],
        ["检验员", "男6女9", "5200", "江苏省苏州市昆山市玉山镇", "住厂里", "12月10日前"],
    ]
    return book_of({"缺工": rows})


NOTICE = """招工启事
南坝镇就业帮扶车间（宣汉县巧手服饰有限公司）因订单增加，现招：
缝纫工15名，计件保底2600元，中午管一顿饭；
地点：宣汉县南坝镇沙坝村。
有意者请联系桂主任，电话19900008888。
"""


def coaches() -> Workbook:
    """A carrier's answer: stations by name, a price by the kilometer beside the whole one, drivers unsaid."""
    rows: list[list[Any]] = [
        ["宣汉县巴运旅游客运有限公司 包车询价回函"],
        ["车型", "座位", "起点站", "终点站", "发车", "里程（公里）", "每公里（元）", "全程包车价", "备注"],
        ["大型客车", 51, "宣汉客运站", "晋江", "2026年12月5日7:30", 1750, 8.6, 15050, None],
        ["大型客车", 51, "宣汉县城", "昆山", "12月6日早上8点", 1620, 7.2, 11664, None],
        ["卧铺客车", 39, "宣汉客运站", "晋江", "12月7日", 1750, 9, 15750, "卧铺"],
        ["中型客车", 33, "宣汉客运站", "昆山", "12月7日 8:00", 1620, 7.5, None, "按公里算"],
    ]
    return book_of({"回函": rows})


def fares() -> Workbook:
    """What a rail ticket costs, from the nearest big station."""
    rows: list[list[Any]] = [
        ["上车站", "下车站", "席别", "参考票价（元）", "大约多久"],
        ["达州", "晋江", "硬座", 232.5, "26小时"],
        ["达州", "昆山", "硬座", "219元", "23小时"],
        ["宣汉", "昆山", "硬座", 228, "24小时"],
    ]
    return book_of({"票价": rows})
