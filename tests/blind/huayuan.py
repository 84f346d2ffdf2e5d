"""Huayuan county in Hunan, drawn after the first three were mended: ticks in columns, whole lines in one cell."""

from __future__ import annotations

from tests.blind.clerk import File, Office, Order, Person, Vehicle, drawn
from tests.blind.sheets import Row, csv, damaged, text, workbook

COUNTY = "433124"

SHIBADONG = drawn(
    41,
    COUNTY,
    "双龙镇十八洞村",
    (
        Person("龙金花", "女", "1985-05-05", "去义乌做饰品", "330782", pay="220", yuan=5720),
        Person("石光明", "男", "1979-08-18", "浙江进厂", "330000", pay="260", yuan=6760),
        Person("麻秀兰", "女", "1990-12-01", "长沙当保洁", "430100", "", "保洁员", "150", 3900),
        Person("吴天宝", "男", "1996-03-03", "义乌开叉车", "330782", "", "叉车工", "300", 7800),
        Person("隆兴旺", "男", "1988-10-10", "哪里工资高去哪里", "any", pay="250", yuan=6500),
        Person("施六金", "女", "2001-07-21", "不出湖南", "430000", pay="180", yuan=4680),
    ),
)


def shibadong_rows() -> list[Row]:
    """Where and what in one cell, the pay wished for by the day in the header."""
    rows: list[Row] = [["十八洞村劳动力摸底"], ["编号", "姓名", "电话", "身份证", "打算", "期望工价（元/天）"]]
    rows += [[f"{at:03d}", p.name, p.phone, p.identity, p.wish, p.pay] for at, p in enumerate(SHIBADONG, start=1)]
    return rows


JIWEI = drawn(
    42,
    COUNTY,
    "吉卫镇夜郎坪村",
    (
        Person("石远香", "女", "1983-01-12", "浙江", "330000"),
        Person("龙拔二", "男", "1975-06-06", "浙江 广东", "330000 440000"),
        Person("麻明贵", "男", "1993-09-19", "广东", "440000"),
        Person("吴妹崽", "女", "1999-02-28", "省内", "430000"),
        Person("廖远洪", "男", "1982-04-14", "浙江", "330000"),
    ),
)


def jiwei_rows() -> list[Row]:
    """A tick in the column of each place, as printed forms have them."""
    rows: list[Row] = [["吉卫镇务工意向表"], ["姓名", "身份证号", "电话", "浙江", "广东", "省内", "签字"]]
    for one in JIWEI:
        ticks = ["√" if place in one.wish else "" for place in ("浙江", "广东", "省内")]
        rows.append([one.name, one.identity, one.phone, *ticks, one.name])
    return rows


MALICHANG = drawn(
    43,
    COUNTY,
    "麻栗场镇沙科村",
    (
        Person("龙志银", "男", "1987-01-01", "义乌", "330782", "焊工", "焊工"),
        Person("石春桃", "女", "1991-01-01", "义乌", "330782"),
        Person("麻老满", "男", "1972-01-01", "义乌", "330782"),
        Person("吴秀英", "女", "1984-01-01", "长沙", "430100"),
        Person("龙小凤", "女", "2003-01-01", "义乌", "330782"),
    ),
)


def malichang_rows() -> list[Row]:
    """Everything about somebody in the one cell of a line, pasted from a chat."""
    rows: list[Row] = [["沙科村报名"]]
    rows += [
        [f"{p.name} {p.sex} {p.age}岁 {p.phone} 想去{p.wish}{' 会' + p.trade if p.trade else ''}"] for p in MALICHANG
    ]
    return rows


BIANCHENG = drawn(
    44,
    COUNTY,
    "边城镇隘门村",
    (
        Person("石光辉", "男", "1980-01-01", "义乌", "330782", partner="龙三妹"),
        Person("龙三妹", "女", "1982-01-01", "义乌", "330782", partner="石光辉"),
        Person("麻建军", "男", "1995-01-01", "义乌", "330782", when="6号", first=""),
        Person("吴桂英", "女", "1977-01-01", "浙江", "330000"),
        Person("张开喜", "男", "1989-01-01", going=False),
    ),
)


def biancheng_chain() -> str:
    """A chain in which a household signs as one and somebody answers for somebody else."""
    a, b, c, d, e = BIANCHENG
    return f"""#接龙
隘门村去义乌务工
例 张三 男 40 电话 去哪
1. {a.name}、{b.name}两口子 {a.phone} 义乌
2. {c.name}-男-{c.age}-{c.phone}-义乌
3. 姐姐{d.name} {d.age}岁 {d.phone} 浙江
4. {e.name} 男 {e.age} {e.phone} 家里有事不去了
"""


SHILAN = drawn(
    45,
    COUNTY,
    "石栏镇雅酉村",
    (
        Person("杨再兴", "男", "1986-11-11", "浙江义乌", "330782", pay="6k", yuan=6000),
        Person("杨秀珍", "女", "1988-03-08", "浙江义乌", "330782", pay="5k", yuan=5000, partner="杨再兴"),
        Person("田儒林", "男", "1992-05-20", "浙江", "330000", pay="6500+", yuan=6500),
        Person("彭大妹", "女", "1979-09-30", "义乌", "330782", pay="四千五", yuan=4500),
        Person("向思成", "男", "2004-12-12", "义乌", "330782", pay="5500起", yuan=5500),
        Person("宋月娥", "女", "1994-07-16", "义乌", "330782", pay="5000-5500", yuan=5000),
    ),
)


def shilan_rows() -> list[Row]:
    """A form with a column of the helper, the head of household and the spouse's name."""
    rows: list[Row] = [
        ["姓 名", "户 主", "配 偶", "公民身份号码", "联系 电话", "帮扶责任人", "帮扶人电话", "务工地点", "薪资诉求"]
    ]
    rows += [[p.name, "杨昌文", p.partner, p.identity, p.phone, "刘干部", "19900006666", p.wish, p.pay] for p in SHILAN]
    return rows


YIWU = (
    Order("义乌市美达饰品有限公司", "点钻工", "330782", 25, (4500, 6500), "month", True, "2026-12-07"),
    Order("义乌市美达饰品有限公司", "包装工", "330782", 15, (4200, 5000), "month", True, "2026-12-07"),
    Order("义乌市美达饰品有限公司", "叉车司机", "330782", 2, (6500, 7500), "month", True, "2026-12-07"),
)
YIWU_ROWS: list[Row] = [
    ["义乌市美达饰品有限公司用工需求　厂址：浙江省义乌市苏溪镇"],
    ["岗位", "点钻工", "包装工", "叉车司机"],
    ["人数", 25, 15, 2],
    ["月薪", "4500-6500", "4200-5000", "6500-7500"],
    ["食宿", "包住", "包住", "包吃住"],
    ["最晚到岗", "12月7日", "12月7日", "12月7日"],
]

CHANGSHA = (
    Order("长沙雨花物业服务有限公司", "保洁员", "430111", 10, (3000, 3300), "month", None, ""),
    Order("长沙雨花物业服务有限公司", "保安员", "430111", 6, (4000, 4500), "month", True, ""),
)
CHANGSHA_ROWS: list[Row] = [
    ["用工主体", "需求工种", "数量", "到手工资", "上班地址", "说明"],
    ["长沙雨花物业服务有限公司", "保洁员", "10个", "3k-3.3k", "长沙市雨花区", "每天8小时"],
    ["长沙雨花物业服务有限公司", "保安员", "6个", "4000~4500元", "长沙市雨花区", "提供宿舍，两班倒"],
]

COACHES = (
    Vehicle(49, COUNTY, "330782", 14500, 2, "2026-12-06"),
    Vehicle(37, COUNTY, "330782", 12300, 2, "2026-12-06"),
    Vehicle(19, COUNTY, "430100", 3200, 0, ""),
)
CARRIER_ROWS: list[Row] = [
    ["花垣县腾达旅游客运包车报价（含税）"],
    ["花垣-义乌 49座 单边14500元 双驾 12月6日早8点"],
    ["花垣-义乌 37座 单边12300元 双驾 12月6日早8点"],
    ["花垣-长沙 19座 3200元"],
]
FARES: list[Row] = [
    ["发站", "到站", "席位", "票款", "所需时间"],
    ["花垣", "义乌", "二等座", "468元", "7小时"],
    ["花垣", "长沙南", "二等座", "178.5元", "3.5h"],
]
HISTORY: list[Row] = [
    ["去年外出人员去向统计"],
    ["姓名", "去年务工单位", "去年月收入"],
    ["石大姐", "义乌市美达饰品有限公司", 4800],
    ["龙大哥", "义乌市美达饰品有限公司", 5200],
]

HUAYUAN = Office(
    key="huayuan",
    county="花垣县",
    files=(
        File("十八洞村.xlsx", workbook({"Sheet1": shibadong_rows()}), "sex identity phone wish trade pay", SHIBADONG),
        File("吉卫镇意向表.xlsx", workbook({"Sheet1": jiwei_rows()}), "sex identity phone wish", JIWEI),
        File("沙科村.xlsx", workbook({"Sheet1": malichang_rows()}), "sex phone wish trade", MALICHANG),
        File("隘门村.txt", text(biancheng_chain()), "wish partner", BIANCHENG),
        File("雅酉村.csv", csv(shilan_rows(), "utf-8-sig"), "sex identity phone wish pay partner", SHILAN),
        File("义乌美达.xlsx", workbook({"需求": YIWU_ROWS}, {"需求": ("A1:D1",)}), orders=YIWU),
        File("长沙物业.csv", csv(CHANGSHA_ROWS), orders=CHANGSHA),
        File("腾达报价.xlsx", workbook({"报价": CARRIER_ROWS}), vehicles=COACHES),
        File("车票.xlsx", workbook({"Sheet1": FARES}), fares=2),
        File("去年去向.xlsx", workbook({"Sheet1": HISTORY})),
        File("补充名单.xlsx", damaged(), readable=False),
    ),
    sendable=24,
    coaches=1,
    never_people=("杨昌文", "刘干部", "石大姐", "龙大哥", "张三"),
)
