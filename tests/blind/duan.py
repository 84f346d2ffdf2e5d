"""Du'an county in Guangxi: Zhuang and Yao names, orders from the Pearl River delta, seats sold one by one."""

from __future__ import annotations

from tests.blind.clerk import File, Office, Order, Person, Vehicle, drawn
from tests.blind.sheets import Row, csv, letter, text, workbook

COUNTY = "451228"

DADING = drawn(
    21,
    COUNTY,
    "地苏镇大定村",
    (
        Person("韦桂兰", "女", "1983-03-18", "广东", "440000", "电子厂普工", "电子装配工", "4500", 4500, note="能吃苦"),
        Person(
            "韦志宏",
            "男",
            "1981-11-09",
            "广东",
            "440000",
            "电子厂普工",
            "电子装配工",
            "5000",
            5000,
            note="和韦桂兰是夫妻",
            partner="韦桂兰",
        ),
        Person("蒙秀英", "女", "1975-07-07", "东莞 深圳", "441900 440300", "保洁", "保洁员", "3500", 3500),
        Person(
            "蓝海波",
            "男",
            "1999-01-20",
            "深圳",
            "440300",
            "物流分拣",
            "分拣员",
            "6000",
            6000,
            note="下月3号起有空",
            first="2026-12-03",
        ),
        Person("覃月娥", "女", "1990-05-30", "佛山", "440600", "", "", "5000", 5000),
        Person(
            "覃光辉",
            "男",
            "1987-08-08",
            "珠三角",
            "440100 440300 440400 440600 440700 441900 442000 441300 441200",
            "焊工",
            "焊工",
            "8000",
            8000,
            note="焊工证2029年到期",
        ),
        Person("韦利娜", "女", "2004-02-28", "东莞", "441900", "文员或普工", "", "4000", 4000),
        Person("黄启财", "男", "1968-09-16", "本县", COUNTY, "门卫", "保安员", "2500", 2500),
        Person("潘凤娇", "女", "1996-10-12", "广东省内都可以", "440000", "缝纫", "缝纫工", "5500", 5500),
        Person("罗永康", "男", "1993-12-03", "", "", "", "", "", 0, going=False, note="在家带小孩，不外出"),
        Person("陆小妹", "女", "1978-06-06", "东莞", "441900", "普工", "普工", "4500", 4500),
        Person("蒙志强", "男", "1985-04-21", "东莞", "441900", "普工", "普工", "5000", 5000),
    ),
)
SECOND_WISH = {"蒙秀英": ("东莞", "深圳")}
TUN = {0: "弄达屯", 4: "板旧屯", 8: "拉甫屯"}


def dading_rows() -> list[Row]:
    """A survey with the hamlet merged over its people and the first and second wish apart."""
    rows: list[Row] = [
        ["都安瑶族自治县地苏镇大定村劳动力外出务工意愿调查表"],
        [
            "屯别",
            "姓名",
            "身份证号",
            "手机号码",
            "文化程度",
            "是否愿意外出务工",
            "第一意愿地",
            "第二意愿地",
            "意愿岗位",
            "最低工资要求（元/月）",
            "备注",
        ],
    ]
    for at, one in enumerate(DADING):
        first, second = SECOND_WISH.get(one.name, (one.wish, ""))
        rows.append(
            [
                TUN.get(at, ""),
                one.name,
                one.identity,
                one.phone,
                "初中",
                "是" if one.going else "否",
                first,
                second,
                one.trade,
                one.pay,
                one.note,
            ]
        )
    rows.append(["填表人：韦支书", "", "", "", "填表时间：2026年11月22日", "", "", "负责人签字："])
    return rows


NONGCHI = drawn(
    22,
    COUNTY,
    "高岭镇弄池村",
    (
        Person("韦光荣", "男", "1984-01-15", "东莞", "441900"),
        Person("韦艳梅", "女", "1986-09-02", "东莞", "441900", partner="韦光荣"),
        Person("蓝玉莲", "女", "1979-12-24", "广东", "440000"),
        Person("黄永吉", "男", "2002-02-02", "深圳", "440300"),
        Person("覃彩云", "女", "1992-08-18", "佛山", "440600"),
        Person("唐宏达", "男", "1971-05-11", "广东", "440000"),
    ),
)
LINHAN = drawn(
    23,
    COUNTY,
    "高岭镇龙洲村",
    (
        Person("陆海燕", "女", "1988-07-07", "东莞长安", "441900"),
        Person("陆建平", "男", "1985-10-10", "东莞长安", "441900", partner="陆海燕"),
        Person("石美花", "女", "1995-03-03", "广东", "440000"),
        Person("袁卜鲜", "男", "1977-11-30", "随便", "any"),
        Person("韦爱芳", "女", "1991-06-01", "佛山顺德", "440606"),
    ),
)


def gaoling() -> dict[str, list[Row]]:
    """A township's roll-up with one sheet a village, the village's name only on the sheet."""
    nongchi: list[Row] = [
        ["高岭镇外出务工人员统计表"],
        ["村名：弄池村", "", "", "", "统计人：唐主任"],
        ["序号", "姓名", "证件号码", "联系电话", "务工去向意愿", "随行家属"],
    ]
    nongchi += [[at, p.name, p.identity, p.phone, p.wish, p.partner] for at, p in enumerate(NONGCHI, start=1)]
    longzhou: list[Row] = [["电话", "姓名", "性别", "出生日期", "愿去哪个城市", "家属同去"]]
    longzhou += [[p.phone, p.name, p.sex, p.born.replace("-", "/"), p.wish, p.partner] for p in LINHAN]
    longzhou.append(["本表共5人"])
    return {"弄池村": nongchi, "龙洲村": longzhou, "Sheet3": []}


KELI = drawn(
    24,
    COUNTY,
    "三只羊乡可力村",
    (
        Person("蒙桂花", "女", "1981-01-01", "东莞", "441900", "", "电子装配工", "", 4000),
        Person("蒙建国", "男", "1979-01-01", "东莞", "441900", partner="蒙桂花"),
        Person("蓝朝文", "男", "1996-01-01", "深圳", "440300", "", "", "", 6000),
        Person("罗彩凤", "女", "2000-01-01", "any", "any"),
        Person("韦卜弯", "男", "1973-01-01", "广东", "440000", first="2026-12-05"),
    ),
)


def keli_notebook() -> str:
    """A notebook typed off, one person a line, in sentences."""
    a, b, c, d, e = KELI
    return f"""三只羊乡可力村报名登记
（11月23日  蒙主任记）

{a.name}，女，{a.age}岁，{a.phone}，想进东莞的电子厂，工资4000以上
{b.name}，男，{b.age}岁，{b.phone}，{a.name}的丈夫，一起去东莞
{c.name} 男 {c.age} 电话{c.phone} 深圳，6000以上才去
{d.name} 女 {d.age} 电话{d.phone} 哪里都行
{e.name} 男 {e.age} 电话{e.phone} 广东，5号以后才能走
"""


LONGFU = drawn(
    25,
    COUNTY,
    "隆福乡大崇村",
    (
        Person("韦丽萍", "女", "1994-04-14", "东莞", "441900", "电子厂", "电子装配工"),
        Person("覃振华", "男", "1982-02-22", "东莞", "441900", "叉车", "叉车工"),
        Person("黄美珍", "女", "1972-07-19", "东莞", "441900", "保洁", "保洁员"),
        Person("蓝天宝", "男", "1989-09-09", "佛山", "440600", "普工", "普工"),
        Person("蓝小燕", "女", "1991-01-11", "佛山", "440600", "普工", "普工", partner="蓝天宝"),
        Person("潘光亮", "男", "2005-05-05", "深圳", "440300", "快递分拣", "分拣员"),
    ),
)


def longfu_rows() -> list[Row]:
    """A table pasted out of a spreadsheet, with tabs, the phone written in two columns."""
    rows: list[Row] = [["姓名", "年龄", "性别", "本人电话", "家属电话", "身份证", "去向", "工种", "结伴人"]]
    rows += [[p.name, p.age, p.sex, p.phone, "19977776666", p.identity, p.wish, p.trade, p.partner] for p in LONGFU]
    return rows


XIAAO = drawn(
    26,
    COUNTY,
    "下坳镇加文村",
    (
        Person("韦朝东", "男", "1986-03-13", "东莞", "441900"),
        Person("韦秋菊", "女", "1988-08-08", "东莞", "441900"),
        Person("黄爱国", "男", "1974-10-01", "东莞", "441900"),
        Person("覃素芬", "女", "1980-12-12", "东莞", "441900"),
        Person("陆有才", "男", "1997-05-15", "东莞", "441900"),
        Person("蒙丽丽", "女", "2001-06-16", "东莞", "441900"),
        Person("石小龙", "男", "1990-11-11", "东莞", "441900"),
        Person("蓝凤仙", "女", "1985-02-02", "东莞", "441900"),
    ),
)


def xiaao_rows() -> list[Row]:
    """People in two blocks side by side, their destination in the title alone."""
    rows: list[Row] = [
        ["下坳镇加文村赴东莞务工人员名单"],
        ["姓名", "身份证号码", "电话", "", "姓名", "身份证号码", "电话"],
    ]
    half = len(XIAAO) // 2
    rows += [
        [a.name, a.identity, a.phone, "", b.name, b.identity, b.phone]
        for a, b in zip(XIAAO[:half], XIAAO[half:], strict=True)
    ]
    return rows


LALIE = drawn(
    27,
    COUNTY,
    "拉烈镇地平村",
    (
        Person("韦日新", "男", "1978-08-20", "东莞", "441900"),
        Person("黄柳青", "女", "1980-04-04", "东莞", "441900", partner="韦日新"),
        Person("韦家豪", "男", "2006-09-01", "东莞", "441900"),
        Person("覃有德", "男", "1970-01-09", "佛山", "440600"),
        Person("蒙彩霞", "女", "1973-03-30", "佛山", "440600", partner="覃有德"),
        Person("蓝启明", "男", "1992-12-22", "深圳", "440300"),
    ),
)
PLACES = ("户主", "妻子", "长子", "户主", "配偶", "户主")


def lalie_rows() -> list[Row]:
    """Households: a line a member, one phone a household."""
    rows: list[Row] = [
        ["拉烈镇地平村外出务工家庭登记表"],
        ["户号", "家庭成员", "关系", "身份证件号码", "家庭联系电话", "打算去哪务工"],
    ]
    number, phone = 0, ""
    for one, place in zip(LALIE, PLACES, strict=True):
        number += place == "户主"
        phone = one.phone if place == "户主" else ""
        rows.append([number if phone else "", one.name, place, one.identity, phone, one.wish])
    return rows


CHANGAN = Order("东莞市长安兴达电子厂", "电子普工", "441900", 50, (5000, 6000), "month", True, "2026-12-05")
HUMEN = (
    Order("东莞虎门丽人制衣有限公司", "车位工", "441900", 25, (5000, 8000), "month", True, start_from="2026-12-06"),
    Order("东莞虎门丽人制衣有限公司", "尾部包装", "441900", 10, (4200, 4800), "month", True, start_from="2026-12-06"),
)


def dongguan() -> dict[str, list[Row]]:
    """One sheet an employer, each in the employer's own words."""
    return {
        "兴达电子": [
            ["东莞市长安兴达电子厂招工表"],
            ["工种", "招聘人数", "待遇", "吃住", "上班地点", "几时到厂"],
            ["电子普工", "50名", "5000-6000元每月", "包吃包住", "广东省东莞市长安镇乌沙", "12月5日前"],
        ],
        "丽人制衣": [
            ["企业名称：东莞虎门丽人制衣有限公司", "", "", "地址：东莞市虎门镇"],
            ["岗位", "缺工数", "工资（元）", "住宿", "入职时间"],
            ["车位工", 25, "5000-8000（计件）", "免费宿舍", "2026/12/6"],
            ["尾部包装", 10, "4200-4800", "免费宿舍", "2026/12/6"],
        ],
    }


SHUNDE = Order("佛山市顺德区美嘉电器有限公司", "装配工", "440606", 30, (5200, 6200), "month", True, "2026-12-07")
SHUNDE_FORM: list[Row] = [
    ["用工需求信息采集表"],
    ["企业名称", "佛山市顺德区美嘉电器有限公司", "所属行业", "家电制造"],
    ["企业地址", "佛山市顺德区容桂街道", "联系人/电话", "何小姐 19922220003"],
    ["招聘工种", "装配工", "用工人数", "30人"],
    ["工资福利", "5200-6200元/月，包住，餐费自理", "年龄", "18-50周岁"],
    ["用工期限", "长期", "最迟到岗日期", "2026年12月7日"],
]

SHENZHEN = (
    Order("深圳市宝安区迅达仓储物流有限公司", "分拣员", "440306", 15, (24, 24), "hour", True, "2026-12-06"),
    Order("深圳市宝安区迅达仓储物流有限公司", "叉车司机", "440306", 3, (7500, 7500), "month", True, "2026-12-06"),
)
SHENZHEN_POST = """【招工信息】深圳市宝安区迅达仓储物流有限公司急招：
① 分拣员 15人，24元/小时，男女不限
② 叉车司机 3人，月薪7500，要叉车证
地点：深圳市宝安区福永街道
待遇：包住，工作餐一餐
12月6日前到岗
电话：19922220004（欧经理）
"""

COACHES = (
    Vehicle(49, COUNTY, "441900", 11760, 2, "2026-12-04"),
    Vehicle(45, COUNTY, "441900", 11000, 2, "2026-12-04"),
    Vehicle(37, COUNTY, "440600", 8600, 2, "2026-12-06"),
    Vehicle(49, COUNTY, "440300", 12800, 0, "2026-12-05"),
)


def carrier_rows() -> list[Row]:
    """Lines in one cell; the last vehicle is sold by the seat, with its drivers unsaid."""
    return [
        ["都安县运输公司务工专车报价"],
        ["线路", "车辆", "数量", "发车时间", "票价（元/座）", "包车费用", "驾驶员", "备注"],
        ["都安—东莞长安", "49座豪华大巴", "1辆", "12月4日 07:30", "240", "11760元", "2名", "全程高速"],
        ["都安—东莞长安", "45座大巴", "1辆", "12月4日 07:30", "", "11000元", "2名", ""],
        ["都安—佛山", "37座", "1辆", "12月6日 8时", "", "8600", "双班司机", ""],
        ["都安—深圳", "49座大巴", "1辆", "12月5日 早上7点", "", "12800", "", ""],
    ]


FARES: list[Row] = [
    ["线路", "方式", "票价", "时长"],
    ["都安-东莞", "班车", "260元", "11小时"],
    ["都安-深圳", "班车", "280元", "12小时"],
    ["河池-广州", "火车硬座", "118.5元", "9小时"],
]

HISTORY: list[Row] = [
    ["姓名", "性别", "务工企业", "工种", "出发日期", "是否上岗", "在岗月数", "离岗原因"],
    ["韦昌盛", "男", "东莞市长安兴达电子厂", "普工", "2025/3/1", "已上岗", 9, "家中有事"],
    ["蒙春桃", "女", "东莞市长安兴达电子厂", "普工", "2025/3/1", "未到", "", ""],
]

DUAN = Office(
    key="duan",
    county="都安瑶族自治县",
    files=(
        File(
            "大定村调查表.xlsx",
            workbook({"Sheet1": dading_rows()}, {"Sheet1": ("A1:K1", "A3:A6", "A7:A10", "A11:A14")}),
            "sex identity phone wish trade pay when partner",
            DADING,
        ),
        File("高岭镇汇总表.xlsx", workbook(gaoling()), "phone wish partner village", NONGCHI + LINHAN),
        File("可力村报名.txt", text(keli_notebook()), "sex phone wish trade pay when partner", KELI),
        File(
            "隆福乡大崇村.txt", csv(longfu_rows(), "utf-8-sig", "\t"), "sex identity phone wish trade partner", LONGFU
        ),
        File(
            "下坳镇加文村.xlsx",
            workbook({"名单": xiaao_rows()}, {"名单": ("A1:G1",)}),
            "sex identity phone wish",
            XIAAO,
        ),
        File(
            "地平村家庭.xlsx",
            workbook({"Sheet1": lalie_rows()}, {"Sheet1": ("A1:F1",)}),
            "sex identity wish partner",
            LALIE,
        ),
        File("东莞企业.xlsx", workbook(dongguan()), orders=(CHANGAN, *HUMEN)),
        File("顺德美嘉.xlsx", workbook({"采集表": SHUNDE_FORM}, {"采集表": ("A1:D1",)}), orders=(SHUNDE,)),
        File("深圳招工.txt", text(SHENZHEN_POST), orders=SHENZHEN),
        File("专车报价.xlsx", workbook({"报价": carrier_rows()}, {"报价": ("A1:H1",)}), vehicles=COACHES),
        File("班车火车.csv", csv(FARES), fares=3),
        File("2025年外出台账.xlsx", workbook({"Sheet1": HISTORY})),
        File("通知.docx", letter(), readable=False),
    ),
    sendable=45,
    coaches=1,
    never_people=("唐主任", "蒙主任", "韦支书", "韦昌盛", "蒙春桃", "何小姐", "欧经理"),
)
