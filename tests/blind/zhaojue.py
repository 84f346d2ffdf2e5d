"""Zhaojue county in Sichuan: Yi names, orders from Ningbo, Foshan and Chengdu, a carrier whose prices are a matrix."""

from __future__ import annotations

from tests.blind.clerk import File, Office, Order, Person, Vehicle, drawn
from tests.blind.sheets import Row, csv, photograph, text, web_table, workbook

COUNTY = "513431"

SANHE = drawn(
    31,
    COUNTY,
    "三岔河镇三河村",
    (
        Person("吉好也求", "男", "1980-03-05", "浙江宁波", "330200", "电子厂", "电子装配工"),
        Person("吉伍尔莫", "女", "1984-07-17", "宁波", "330200", "电子厂", "电子装配工", partner="吉好也求"),
        Person("阿苦尔哈", "男", "1995-12-12", "浙江", "330000", "工地", ""),
        Person("沙马日作", "女", "2002-02-20", "佛山", "440600", "服装", "缝纫工"),
        Person("的日么尔各", "女", "1999-09-19", "广东", "440000", "电子厂", "电子装配工"),
        Person("曲比阿且", "男", "1988-01-31", "成都", "510100", "火锅店", "餐饮服务员"),
        Person("俄木史布", "男", "1976-06-26", "省外", "any", "普工", "普工", bars="510000"),
        Person("海来尔哈", "男", "1991-10-08", "广东佛山", "440600", "搬运", "搬运工"),
    ),
)


def sanhe_rows() -> list[Row]:
    """A system's export, with two names a header and the household in front."""
    rows: list[Row] = [
        [
            "序号",
            "户主姓名",
            "姓名(Name)",
            "性别(Sex)",
            "证件号码(ID)",
            "手机(Mobile)",
            "求职意向地",
            "求职工种",
            "同伴",
        ]
    ]
    rows += [
        [at, "吉克木呷", p.name, p.sex, p.identity, p.phone, p.wish, p.trade, p.partner]
        for at, p in enumerate(SANHE, start=1)
    ]
    return rows


WAWU = drawn(
    32,
    COUNTY,
    "比尔镇瓦伍村",
    (
        Person("勒伍衣歪", "男", "1986-04-04", "佛山", "440600", when="12.5", pay="6000", yuan=6000),
        Person("马海伍呷", "男", "1993-11-23", "佛山", "440600", when="随时", pay="5500", yuan=5500),
        Person("贾巴子古", "男", "1979-08-01", "佛山", "440600", when="随时", pay="5000-6000", yuan=5000),
        Person("阿的么沙扎", "女", "1997-05-05", "佛山", "440600", when="", pay="4500", yuan=4500),
    ),
)
BOTUO = drawn(
    33,
    COUNTY,
    "比尔镇博洛村",
    (
        Person(
            "吉皮各体",
            "男",
            "1990-01-15",
            "佛山顺德",
            "440606",
            when="5号以后",
            first="2026-12-05",
            pay="6000",
            yuan=6000,
        ),
        Person("尔古阿依", "女", "1994-03-08", "广东", "440000", when="随时", pay="5000", yuan=5000),
        Person("土比子哈", "男", "2001-07-30", "广东", "440000", when="随时", pay="5500", yuan=5500),
        Person("阿牛史日", "男", "1968-12-11", "县内", COUNTY, when="", pay="3000", yuan=3000),
        Person("加拉阿呷", "女", "1985-10-25", "", "", note="不愿外出", going=False),
    ),
)


def bier_rows() -> list[Row]:
    """One sheet for a township, a band for each village and the header said again below it."""
    head = ["序号", "姓名", "性别", "年龄", "身份证号", "联系方式", "务工地点意向", "薪资要求", "可走时间", "备注"]
    rows: list[Row] = [["比尔镇拟组织外出务工人员名册"]]
    for village, people in (("瓦伍村", WAWU), ("博洛村", BOTUO)):
        rows += [[f"{village}（共{len(people)}人）"], head]
        rows += [
            [at, p.name, p.sex, p.age, p.identity, p.phone, p.wish, p.pay, p.when, p.note]
            for at, p in enumerate(people, start=1)
        ]
        rows.append(["村小计", len(people)])
    rows.append(["全镇合计：9人", "", "", "制表：阿说书记", "", "2026年11月25日"])
    return rows


GULI = drawn(
    34,
    COUNTY,
    "古里镇阿土列尔村",
    (
        Person("某色苏不惹", "男", "1989-02-09", "宁波", "330200"),
        Person("拉博吉史", "男", "1998-06-18", "宁波", "330200"),
        Person("莫色拉博", "男", "1974-04-14", "浙江", "330000"),
        Person("且沙阿果", "女", "1992-09-27", "浙江", "330000"),
        Person("俄地曲者", "男", "2003-03-03", "佛山", "440600"),
    ),
)


def guli_rows() -> list[Row]:
    """A CSV guarded for spreadsheets, the English word beside nothing."""
    rows: list[Row] = [["人员姓名", "公民身份号码", "手机号", "家庭住址", "期望就业地区"]]
    rows += [[p.name, f'="{p.identity}"', f'="{p.phone}"', "四川省凉山州昭觉县古里镇阿土列尔村", p.wish] for p in GULI]
    return rows


JIEFANGGOU = drawn(
    35,
    COUNTY,
    "解放沟镇火普村",
    (
        Person("阿合约布", "男", "1987-01-01", "佛山", "440600"),
        Person("阿合尔洗", "女", "1989-01-01", "佛山", "440600", partner="阿合约布"),
        Person("杰觉伍牛", "男", "2004-01-01", "佛山", "440600", "电子厂", "电子装配工"),
        Person("海日书进", "男", "1996-01-01", "浙江", "330000"),
        Person("王小红", "女", "1982-01-01", "佛山", "440600", "缝纫", "缝纫工"),
        Person("阿尔金曲", "男", "1999-01-01", "any", "any"),
        Person("吉布日洛", "男", "1978-01-01", going=False),
    ),
)


def huopu_chain() -> str:
    """A chain with tidier fields, one line for two people, one who withdrew."""
    a, b, c, d, e, f, g = JIEFANGGOU
    return f"""【接龙】解放沟镇火普村 去佛山、宁波打工的报名！！
格式：姓名/性别/年龄/电话/地方
1/ {a.name}/男/{a.age}/{a.phone}/佛山/带老婆{b.name}（{b.age}岁，{b.phone}）
2/ {c.name}/男/{c.age}/{c.phone}/佛山 电子厂
3/ {d.name}/男/{d.age}/{d.phone}/浙江
4/ {e.name}/女/{e.age}/{e.phone}/佛山，做过缝纫
5/ {f.name}/男/{f.age}/{f.phone}/哪都可以
6/ {g.name}/男/{g.age}/{g.phone}/取消，家里有事
"""


FORMS = drawn(
    36,
    COUNTY,
    "城北镇普诗村",
    (
        Person(
            "石一木呷",
            "男",
            "1994-08-08",
            "广东省佛山市",
            "440600",
            "焊工",
            "焊工",
            "8000元",
            8000,
            "2026年12月4日以后",
            first="2026-12-04",
        ),
        Person("吉木阿洛", "女", "2000-12-01", "浙江省", "330000", "缝纫工", "缝纫工", "5000元", 5000, "随时"),
    ),
)


def form_rows(one: Person) -> list[Row]:
    """A registration form for one person."""
    return [
        ["求 职 登 记 表"],
        ["姓名", one.name, "性别", one.sex, "民族", "彝族"],
        ["身份证号", one.identity, "", "联系电话", one.phone, ""],
        ["家庭住址", "昭觉县城北镇普诗村2组", "", "紧急联系人", "石一阿以 19900007777", ""],
        ["求职意向", one.trade, "意向地区", one.wish, "期望薪资", one.pay],
        ["最早可上岗时间", one.when, "", "是否服从调剂", "是", ""],
        ["承诺：以上信息真实有效。　签名："],
    ]


SERIALS = drawn(
    37,
    COUNTY,
    "特布洛乡谷莫村",
    (
        Person("吉克日古", "男", "1985-03-01", "佛山", "440600"),
        Person("吉克阿呷", "女", "1987-06-01", "佛山", "440600", partner="吉克日古"),
        Person("沙马木乃", "男", "1991-11-01", "广东佛山", "440600"),
        Person("阿作尔布", "男", "1972-02-01", "浙江宁波", "330200"),
        Person("阿苏格布", "男", "2003-08-01", "佛山", "440600"),
        Person("比曲史洗", "女", "1996-04-01", "佛山", "440600"),
        Person("马查日铁", "男", "1983-09-01", "佛山", "440600"),
        Person("丁古拉哈", "男", "1989-05-01", "佛山", "440600"),
    ),
)
BORN = ("85.3", "1987.6", "1991年11月", "72.2", "2003-08", "1996/4", "83年9月", "1989年5月")


def serial_rows() -> list[Row]:
    """Birth months in every spelling and the phones as full-width digits or numbers."""
    rows: list[Row] = [["特布洛乡谷莫村务工人员"], ["姓名", "性别", "出生年月", "电话号码", "想去务工的地方", "备注"]]
    for at, (one, born) in enumerate(zip(SERIALS, BORN, strict=True)):
        phone: object = (
            "".join(chr(ord(digit) + 0xFEE0) for digit in one.phone)
            if at == 2
            else float(one.phone)
            if at == 3
            else one.phone
        )
        rows.append([one.name, one.sex, born, phone, one.wish, f"跟{one.partner}一起走，两口子" if one.partner else ""])
    return rows


NINGBO = (
    Order("宁波慈溪恒光电器有限公司", "装配工", "330282", 30, (23, 25), "hour", True, "2026-12-08"),
    Order("宁波慈溪恒光电器有限公司", "注塑工", "330282", 10, (6000, 7500), "month", True, "2026-12-08"),
    Order("宁波北仑港通物流有限公司", "叉车工", "330206", 4, (7000, 8000), "month", False, ""),
)


def ningbo_rows() -> list[Row]:
    """The partner county's table with headcounts for men and women under one head."""
    return [
        ["宁波—昭觉劳务协作岗位清单"],
        ["企业全称", "招聘岗位", "拟招人数", "", "", "薪资标准", "是否提供食宿", "工作地点", "报到时间"],
        ["", "", "男", "女", "合计", "", "", "", ""],
        ["宁波慈溪恒光电器有限公司", "装配工", 15, 15, 30, "23-25元/小时", "是", "浙江省慈溪市", "12月8日之前"],
        ["宁波慈溪恒光电器有限公司", "注塑工", 10, 0, 10, "6000-7500元/月", "是", "浙江省慈溪市", "12月8日之前"],
        ["宁波北仑港通物流有限公司", "叉车工", 4, 0, 4, "7000~8000元/月", "否", "宁波市北仑区", ""],
    ]


FOSHAN = (
    Order("佛山市南海区金达铝材厂", "普工", "440605", 35, (5500, 7000), "month", True, "2026-12-07"),
    Order("佛山市南海区金达铝材厂", "包装工", "440605", 15, (4800, 5500), "month", True, "2026-12-07"),
    Order("佛山市南海区金达铝材厂", "电焊工", "440605", 2, (8000, 8000), "month", True, "2026-12-07"),
)
FOSHAN_ROWS: list[Row] = [
    ["佛山市南海区金达铝材厂招聘计划（2026年12月）　地址：佛山市南海区大沥镇"],
    ["职位", "名额", "月收入", "岗位要求", "食宿安排", "报到期限", "联系方式"],
    ["普工", "35", "5500—7000", "能上夜班", "厂里安排食宿", "2026-12-07", "曾主管 19933330001"],
    ["包装女工", "15", "4800—5500", "", "厂里安排食宿", "2026-12-07", "曾主管 19933330001"],
    ["电焊工", "2", "8千", "有焊工证", "厂里安排食宿", "2026-12-07", "曾主管 19933330001"],
    ["合计", "52"],
]

CHENGDU = (
    Order("成都蜀香火锅餐饮管理有限公司", "服务员", "510104", 8, (4000, 4500), "month", True, ""),
    Order("成都蜀香火锅餐饮管理有限公司", "洗碗工", "510104", 3, (3500, 3500), "month", True, ""),
)
CHENGDU_ROWS: list[Row] = [
    ["招聘单位", "工作岗位", "人数", "工资待遇", "福利", "地点", "有效期"],
    ["成都蜀香火锅餐饮管理有限公司", "服务员", "8人", "4000-4500元", "包吃住，月休4天", "成都市锦江区", "长期有效"],
    ["成都蜀香火锅餐饮管理有限公司", "洗碗工", "3人", "3500元", "包吃住，月休4天", "成都市锦江区", "长期有效"],
]

COACHES = tuple(
    Vehicle(seats, COUNTY, place, yuan, drivers)
    for place, drivers, prices in (("510100", 2, (5200, 7600, 9200)), ("440600", 3, (13800, 17500, 21800)))
    for seats, yuan in zip((19, 38, 50), prices, strict=True)
)
MATRIX: list[Row] = [
    ["昭觉县大凉山运业公司包车价格表（单位：元）"],
    ["目的地", "19座", "38座", "50座", "备注"],
    ["成都", 5200, 7600, 9200, "含2名驾驶员"],
    ["佛山", 13800, 17500, 21800, "含三名驾驶员，过路费已含"],
]
FARES = """西昌火车站到各地票价（2026年11月）
西昌西—宁波  硬座 289.5元  约40小时
西昌西—成都南  动车二等座 186元  3小时
昭觉—成都  班车 150元  9小时
"""
HISTORY: list[Row] = [
    ["昭觉县2024-2025年外出务工人员就业监测表"],
    ["姓名", "务工单位", "外出时间", "是否稳定就业3个月", "返回时间", "备注"],
    ["阿库么日呷", "佛山市南海区金达铝材厂", "2025年3月", "是", "", ""],
    ["惹几尔里", "佛山市南海区金达铝材厂", "2025年3月", "否", "2025年4月", "不适应"],
]

ZHAOJUE = Office(
    key="zhaojue",
    county="昭觉县",
    files=(
        File(
            "三河村导出.xls",
            web_table("三岔河镇三河村求职人员", sanhe_rows()),
            "sex identity phone wish trade partner",
            SANHE,
        ),
        File(
            "比尔镇名册.xlsx",
            workbook({"Sheet1": bier_rows()}),
            "sex identity phone wish pay when village",
            WAWU + BOTUO,
        ),
        File("古里镇.csv", csv(guli_rows(), "utf-8"), "sex identity phone wish village", GULI),
        File("火普村接龙.txt", text(huopu_chain()), "sex phone wish trade partner", JIEFANGGOU),
        File(
            "求职登记表两人.xlsx",
            workbook({p.name: form_rows(p) for p in FORMS}),
            "sex identity phone wish trade pay when",
            FORMS,
        ),
        File("谷莫村.xlsx", workbook({"Sheet1": serial_rows()}), "sex born phone wish partner", SERIALS),
        File(
            "宁波岗位清单.xlsx",
            workbook({"岗位": ningbo_rows()}, {"岗位": ("A1:I1", "C2:E2", "A2:A3", "B2:B3")}),
            orders=NINGBO,
        ),
        File("金达铝材招聘计划.xlsx", workbook({"Sheet1": FOSHAN_ROWS}, {"Sheet1": ("A1:G1",)}), orders=FOSHAN),
        File("成都火锅.csv", csv(CHENGDU_ROWS), orders=CHENGDU),
        File("包车价格表.xlsx", workbook({"价格": MATRIX}), vehicles=COACHES),
        File("火车班车票价.txt", text(FARES), fares=3),
        File("就业监测表.xlsx", workbook({"Sheet1": HISTORY})),
        File("村务公告.jpg", photograph(), readable=False),
    ),
    sendable=32,
    coaches=1,
    never_people=("吉克木呷", "石一阿以", "阿说书记", "曾主管", "阿库么日呷", "惹几尔里"),
)
