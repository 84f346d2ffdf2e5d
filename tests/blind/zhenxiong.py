"""Zhenxiong county in Yunnan: annexes of letters, a household book, an exported chat, names in a cross table."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from tests.blind.clerk import File, Office, Person, drawn
from tests.blind.sheets import Row, Written, csv, photograph, text, workbook
from tests.blind.zhenxiong_orders import COUNTY, ORDER_FILES, TRAVEL_FILES

POJI = drawn(
    61,
    COUNTY,
    "泼机镇老包寨村",
    (
        Person("成联虎", "男", "1986-04-11", "浙江温州", "330300", "制鞋", "制鞋工", "5500", 5500),
        Person("申时会", "女", "1989-09-02", "浙江温州", "330300", "缝纫", "缝纫工", "5000元以上", 5000),
        Person("付仕祥", "男", "1975-12-20", "省外（广东）", "440000", "电焊", "电焊工", "7000", 7000),
        Person("汪朝美", "女", "1993-02-14", "省内县外", "530000", "餐饮服务", "餐厅服务员", "3500", 3500),
        Person("邓贤琼", "女", "1982-07-30", "县内", "530627", "保洁", "保洁员", "2500", 2500),
        Person("朱绍江", "男", "2000-05-05", "不限", "any", "普工", "", "6000", 6000),
        Person("吉学勇", "男", "1997-10-18", "江苏昆山", "320583", "电子装配", "电子装配", "6000-7000", 6000),
        Person("阮光菊", "女", "1990-01-25", "福建晋江", "350582", "缝纫", "缝纫工", "5200", 5200),
        Person("文应科", "男", "1979-03-08", "浙江", "330000", "搬运", "搬运工", "六千左右", 6000),
        Person("罗国翠", "女", "2003-11-11", "浙江、江苏", "330000 320000", "电子装配", "电子装配", "5500", 5500),
    ),
)


def poji_rows() -> list[Row]:
    """Annex 2 of a letter: who fills it in, three rows of header, a row of column letters, a line for signatures."""
    rows: list[Row] = [
        ["附件2"],
        ["农村劳动力转移就业意愿登记表"],
        ["填报单位（盖章）：泼机镇社会保障服务中心", *[""] * 8, "填报时间：2026年11月20日", "", "单位：人、元"],
        ["序号", "基本情况", "", "", "", "", "", "就业意愿", "", "", "培训意愿", "备注"],
        ["", "姓名", "性别", "身份证号码", "家庭住址", "", "联系方式", "意向地点", "意向岗位", "期望薪酬", "", ""],
        ["", "", "", "", "行政村", "村民小组", "", "", "", "（元/月）", "", ""],
        ["甲", "乙", "丙", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    ]
    for at, p in enumerate(POJI, start=1):
        where = ("老包寨村", f"{at % 4 + 1}组")
        rows.append(
            [at, p.name, p.sex, p.identity, *where, p.phone, p.wish, p.trade, p.pay, "是" if at % 3 else "否", ""]
        )
    rows.append(["合计", "10人", *[""] * 10])
    rows.append(["分管领导：艾书记", *[""] * 4, "审核人：常主任", *[""] * 3, "填表人：王晓燕"])
    return rows


HOUSES = drawn(
    62,
    COUNTY,
    "坡头镇德隆村",
    (
        Person("胡定安", "男", "1978-08-08", "温州", "330300", partner="熊朝翠"),
        Person("熊朝翠", "女", "1980-10-01", "温州", "330300", partner="胡定安"),
        Person("胡启航", "男", "2012-03-03", going=False),
        Person("杨昌文", "男", "1970-01-15", going=False),
        Person("杨再富", "男", "1995-06-21", "昆山", "320583"),
        Person("陈维秀", "女", "1996-12-12", going=False),
        Person("郭大顺", "男", "1984-04-04", "晋江", "350582", partner="刘应芬"),
        Person("刘应芬", "女", "1985-05-15", "晋江", "350582", partner="郭大顺"),
        Person("郭成英", "女", "1958-09-09", going=False),
        Person("曾光海", "男", "1990-02-20", "浙江", "330000"),
        Person("曾光强", "男", "1998-07-07", "浙江", "330000"),
    ),
)
RELATIONS = ("户主", "配偶", "之子", "户主", "长子", "儿媳", "户主", "之妻", "之母", "户主", "之弟")
MAY_WORK = (
    "有意愿",
    "有意愿",
    "在校生",
    "无意愿",
    "有意愿",
    "带孩子，无意愿",
    "有",
    "有",
    "丧失劳动力",
    "有意愿",
    "有意愿",
)


def household_rows() -> list[Row]:
    """A household book: head and telephone once for a household, one member a line."""
    rows: list[Row] = [
        ["坡头镇德隆村农户外出务工意愿入户调查表（驻村工作队填）"],
        ["户编号", "户主信息", "", "家庭成员信息", "", "", "", "务工意愿", "意向去向"],
        ["", "户主姓名", "联系电话", "姓名", "与户主关系", "身份证号", "健康状况", "", ""],
    ]
    head = ""
    for number, (p, relation, may) in enumerate(zip(HOUSES, RELATIONS, MAY_WORK, strict=True), start=1):
        first = relation == "户主"
        head = p.phone if first else head
        opened = (f"DL{number:03d}", p.name, head) if first else ("", "", "")
        rows.append([*opened, p.name, relation, p.identity, "健康", may, p.wish])
    return rows


CHAT = drawn(
    63,
    COUNTY,
    "",
    (
        Person("安邦友", "男", "1983-01-01", "温州", "330300", partner="禄永芬"),
        Person("禄永芬", "女", "1985-01-01", "温州", "330300", partner="安邦友"),
        Person("马忠贵", "男", "1976-01-01", "温州", "330300"),
        Person("翟代芳", "女", "1991-01-01", "温州", "330300"),
        Person("金荣平", "男", "2001-01-01", "温州", "330300"),
        Person("孔令香", "女", "1988-01-01", going=False),
    ),
)


def chat() -> str:
    """A group's chat as the telephone exports it: who speaks and when on one line, what is said below."""
    a, b, c, d, e, _ = CHAT
    return f"""群聊“罗坎镇凉水村务工群”的聊天记录

—————  2026-11-24  —————

凉水村-龙支书  08:12
@所有人 温州鞋厂的包车12月6号走，要去的把姓名、年龄、电话发群里

安邦友  08:20
安邦友，男，{a.age}岁，电话{a.phone}，去

禄永芬  08:21
禄永芬 女 {b.age} {b.phone} 跟老公安邦友一路

幸福一家人  08:40
给我哥报个名，马忠贵，男，{c.age}岁，{c.phone}

凉水村-龙支书  08:41
收到[强]

翟代芳  09:05
翟代芳{d.age}岁女{d.phone}，去温州

小金  09:30
金荣平 男 {e.age}岁 {e.phone}

孔令香  10:02
孔令香 今年去不了，家里老人住院

凉水村-龙支书  10:03
好的，其他人抓紧
"""


MANGBU = drawn(
    64,
    COUNTY,
    "芒部镇松林村",
    (
        Person("余发秀", "女", "1990-01-01", "昆山", "320583", "", "电子装配"),
        Person("常开武", "男", "1981-01-01", "昆山", "320583"),
        Person("赵庆坤", "男", "1996-01-01", "江苏", "320000"),
        Person("谢应群", "女", "1987-01-01", "晋江", "350582", "", "缝纫工"),
        Person("涂传刚", "男", "1978-01-01", "晋江", "350582"),
        Person("郎玉美", "女", "1999-01-01", "哪都行", "any"),
        Person("范守银", "男", "1972-01-01", "温州", "330300", "", "保安员", bars=""),
        Person("翁德琴", "女", "1993-01-01", going=False),
    ),
)


def mangbu_chain() -> str:
    """A chain with a format line, emoji, plus signs, and one who takes the name back."""
    a, b, c, d, e, f, g, h = MANGBU
    return f"""#接龙
【芒部镇松林村】冬季务工报名📢
⏰11月28日18:00截止
格式：姓名+性别+年龄+电话+想去哪+会什么

1. {a.name} 女 {a.age} {a.phone} 昆山 电子厂做过🌹
2. {b.name}+男+{b.age}+{b.phone}+昆山
3. {c.name}，{c.age}岁，男，{c.phone}，江苏
4. {d.name}/女/{d.age}/{d.phone}/晋江/踩过缝纫机
5. {e.name} 男 {e.age}岁 ☎️{e.phone} 晋江👍
6. {f.name}（女 {f.age}）{f.phone} 哪都行
7. {g.name} 男{g.age} {g.phone} 温州当保安
8. {h.name} 女 {h.age} {h.phone} 取消，不去了🙏
"""


WUFENG = drawn(
    65,
    COUNTY,
    "乌峰街道小河社区",
    (
        Person(
            "蔡兴荣", "男", "1988-02-02", "温州", "330300", "鞋底成型", "", "6500", 6500, "十月二十五过后", "2026-12-03"
        ),
        Person(
            "彭贵先",
            "女",
            "1991-08-19",
            "温州或者台州",
            "330300 331000",
            "",
            "",
            "5000",
            5000,
            "冬月初三以后",
            "2026-12-11",
        ),
        Person(
            "冯德勇",
            "男",
            "1985-11-30",
            "晋江",
            "350582",
            "打包",
            "包装工",
            "5800",
            5800,
            "十月二十八之前",
            "",
            "2026-12-06",
        ),
        Person("林光会", "女", "1994-04-16", "昆山", "320583", "插件", "电子装配", "6000", 6000, "随时"),
        Person(
            "宋家发", "男", "1977-07-25", "广东佛山", "440600", "瓦工", "瓦工", "8000", 8000, "腊月初八", "2027-01-15"
        ),
        Person(
            "田茂芝", "女", "1998-09-13", "浙江", "330000", "收银", "收银员", "4500", 4500, "这个月底", "2026-11-30"
        ),
        Person("邱绍华", "男", "2002-12-24", "昆山", "320583", "", "", "六七千", 6000, "12月1号起"),
    ),
)


def wufeng_rows() -> list[Row]:
    """A spreadsheet saved as text in the encoding of the machine, the days of the moon in words."""
    rows: list[Row] = [
        ["编号", "名字", "男女", "身份证", "手机", "想去的地方", "啥时候走得成", "会做啥", "一个月想拿好多"]
    ]
    for at, p in enumerate(WUFENG, start=1):
        rows.append([f"WF-{at:02d}", p.name, p.sex, f"\t{p.identity}", p.phone, p.wish, p.when, p.trade, p.pay])
    return rows


YUHE = drawn(
    66,
    COUNTY,
    "雨河镇",
    (
        Person("陈启云", "男", "1984-01-01", "温州", "330300", village="雨河镇龙井村"),
        Person("陈启芬", "女", "1992-01-01", "温州", "330300", village="雨河镇龙井村"),
        Person("祝明富", "男", "1979-01-01", "晋江", "350582", village="雨河镇龙井村"),
        Person("何泽友", "男", "1995-01-01", "昆山", "320583", village="雨河镇乐利村"),
        Person("何泽琼", "女", "1997-01-01", "昆山", "320583", village="雨河镇乐利村"),
        Person("卯昌俊", "男", "1986-01-01", "温州", "330300", village="雨河镇乐利村"),
        Person("邹道香", "女", "1983-01-01", "晋江", "350582", village="雨河镇海坝村"),
    ),
)


def yuhe_rows() -> list[Row]:
    """A cross table: a village a row, a destination a column, and in the cell everybody who wants to go there."""
    towns, villages = ("温州", "晋江", "昆山"), ("龙井村", "乐利村", "海坝村")
    rows: list[Row] = [
        ["雨河镇各村外出意向汇总（11月22日）"],
        ["村（社区）", "浙江温州", "福建晋江", "江苏昆山", "小计（人）"],
    ]
    for village in villages:
        here = [p for p in YUHE if p.village.endswith(village)]
        cells = [
            "\n".join(f"{p.name}（{p.sex}，{p.age}岁，{p.phone}）" for p in here if p.wish == town) for town in towns
        ]
        rows.append([village, *cells, len(here)])
    rows.append(["合计", 3, 2, 2, 7])
    return rows


WUDE = drawn(
    67,
    COUNTY,
    "五德镇大火地村",
    (
        Person("朱文学", "男", "1980-05-16", "温州", "330300"),
        Person("方荣美", "女", "1986-08-23", going=False),
        Person("毛家贵", "男", "1992-03-19", "晋江", "350582"),
        Person("尹显珍", "女", "1995-10-27", going=False),
        Person("苏正才", "男", "1974-06-30", going=False),
        Person("康德菊", "女", "1989-12-05", "昆山", "320583"),
    ),
)
HEARD = ("愿意去温州", "不去，在家带娃", "愿意，想去晋江", "已在中山上班，不回来", "身体不好，去不了", "可以去昆山")


def wude_rows() -> list[Row]:
    """Called one after the other: last year's work in one column, what was heard in another."""
    rows: list[Row] = [
        ["大火地村劳动力电话回访登记"],
        ["姓名", "性别", "公民身份证号", "电话", "去年务工地", "回访人", "回访结果"],
    ]
    rows += [
        [p.name, p.sex, p.identity, p.phone, "广东中山", "小陈", heard] for p, heard in zip(WUDE, HEARD, strict=True)
    ]
    return rows


FORM = drawn(
    68,
    COUNTY,
    "以古镇安家坝村",
    (Person("秦光辉", "男", "1987-06-18", "浙江温州", "330300", "叉车工", "叉车工", "7000", 7000),),
)


def form() -> Written:
    """A printed form for one person as a Word table, labels beside their answers."""
    (p,) = FORM
    cells = (
        ("姓　名", p.name, "性　别", p.sex), ("身份证号", p.identity, "联系电话", p.phone),
        ("户籍地址", "云南省镇雄县以古镇安家坝村上坝组12号", "文化程度", "初中"),
        ("求职意向", "叉车工", "期望月薪", "7000元"), ("意向地区", p.wish, "持证情况", "叉车证（N1）"),
    )  # fmt: skip
    return word_table("镇雄县求职登记表", cells)


def word_table(title: str, rows: Sequence[Sequence[str]]) -> Written:
    """A Word document of a title and one table."""
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    told = f"<w:p><w:r><w:t>{title}</w:t></w:r></w:p><w:tbl>{body}</w:tbl>"

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", f"<w:document {name}><w:body>{told}</w:body></w:document>")

    return write


GONE: list[Row] = [
    ["以勒镇已外出务工人员台账"],
    ["姓名", "性别", "务工地点", "务工单位", "外出时间", "月收入"],
    ["雷兴发", "男", "浙江温州", "温州康泰鞋业有限公司", "2026年2月", 6200],
    ["铁国秀", "女", "广东东莞", "东莞一电子厂", "2026年3月", 5500],
]

POJI_MERGES = (
    "A2:L2", "A4:A6", "B4:G4", "H4:J4", "K4:K6", "L4:L6", "B5:B6", "C5:C6", "D5:D6", "E5:F5", "G5:G6", "H5:H6", "I5:I6",
)  # fmt: skip

ZHENXIONG = Office(
    key="zhenxiong",
    county="镇雄县",
    files=(
        File(
            "附件2-泼机镇意愿登记表.xlsx", workbook({"附件2": poji_rows()}, {"附件2": POJI_MERGES}),
            "sex identity phone village wish trade pay", POJI,
        ),
        File(
            "德隆村入户调查.xlsx",
            workbook({"Sheet1": household_rows()}, {"Sheet1": ("B2:C2", "D2:G2", "A2:A3", "H2:H3", "I2:I3")}),
            "identity wish partner", HOUSES,
        ),
        File("凉水村群聊记录.txt", text(chat()), "sex phone wish partner", CHAT),
        File("松林村接龙.txt", text(mangbu_chain()), "sex phone wish trade", MANGBU),
        File("小河社区.csv", csv(wufeng_rows()), "sex identity phone wish when trade pay", WUFENG),
        File("雨河镇意向汇总.xlsx", workbook({"汇总": yuhe_rows()}), "sex phone village wish", YUHE),
        File("大火地村回访.xlsx", workbook({"回访": wude_rows()}), "sex identity phone wish", WUDE),
        File("秦光辉求职表.docx", form(), "sex identity phone wish trade pay", FORM),
        File("以勒镇已外出台账.xlsx", workbook({"台账": GONE})),
        *ORDER_FILES,
        *TRAVEL_FILES,
        File("IMG_2291.jpg", photograph(), readable=False),
    ),
    sendable=42,
    coaches=2,
    never_people=("王晓燕", "龙支书", "小陈", "雷兴发", "铁国秀", "幸福一家人"),
)  # fmt: skip
