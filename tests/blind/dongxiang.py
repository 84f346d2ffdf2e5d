"""Dongxiang county in Gansu: Hui and Dongxiang names, orders from Jinan and Xiamen, a carrier that writes a letter."""

from __future__ import annotations

from tests.blind.clerk import File, Office, Person, drawn
from tests.blind.dongxiang_orders import (
    CARRIER_LETTER,
    COACHES,
    COUNTY,
    FARES,
    HISTORY,
    JINAN,
    WORKSHOP,
    XIAMEN,
    XIAMEN_NOTICE,
    jinan_rows,
    workshop_rows,
)
from tests.blind.sheets import csv, damaged, text, workbook

BEIZHUANG = drawn(
    11,
    COUNTY,
    "龙泉镇北庄村",
    (
        Person(
            "马哈三",
            "男",
            "1985-03-12",
            "山东",
            "370000",
            "电子厂",
            "电子装配工",
            "5000元以上",
            5000,
            "12月5日后",
            first="2026-12-05",
        ),
        Person("马阿卜杜", "男", "1979-11-02", "山东济南", "370100", "电焊", "电焊工", "7000", 7000, "随时"),
        Person(
            "唐艾沙",
            "女",
            "1990-06-21",
            "省外均可",
            "any",
            "普工",
            "普工",
            "4500-5500",
            4500,
            "随时",
            note="清真饮食",
            bars="620000",
        ),
        Person("祁海比拜", "女", "1998-01-30", "福建", "350000", "服装厂", "缝纫工", "5000", 5000, "", note="不去新疆"),
        Person("马穆罕默德·优素福", "男", "1994-09-09", "不挑", "any", "啥都行", "", "面议", 0, "12/4"),
        Person(
            "汪胡赛尼", "男", "1976-04-17", "济南、厦门", "370100 350200", "保安", "保安员", "4000元/月", 4000, "随时"
        ),
        Person(
            "马麦燕",
            "女",
            "1987-08-15",
            "山东",
            "370000",
            "电子厂",
            "电子装配工",
            "5000元以上",
            5000,
            "",
            note="与丈夫马哈三同去",
            partner="马哈三",
        ),
        Person(
            "马进良",
            "男",
            "2001-12-25",
            "厦门",
            "350200",
            "叉车工",
            "叉车工",
            "6500左右",
            6500,
            "12月2日以后",
            first="2026-12-02",
        ),
        Person(
            "马福祥",
            "男",
            "1969-02-08",
            "就近",
            COUNTY,
            "保洁",
            "保洁员",
            "3000",
            3000,
            "",
            note="家有老人要照顾，走不远",
        ),
        Person(
            "赵小龙", "男", "1992-07-07", "山东", "370000", "普工", "普工", "5500", 5500, "随时", note="高中，退伍军人"
        ),
        Person("马海麦", "女", "2003-05-19", "福建厦门", "350200", "电子厂", "电子装配工", "5000", 5000, "随时"),
        Person(
            "马一不拉",
            "男",
            "1983-10-01",
            "除新疆外都行",
            "any",
            "建筑小工",
            "建筑小工",
            "200元/天",
            5200,
            "随时",
            bars="650000",
        ),
    ),
)

HEADS = (
    "马哈三",
    "马占海",
    "唐阿里",
    "祁尕西木",
    "马由布",
    "汪胡赛尼",
    "马哈三",
    "马进良",
    "马福祥",
    "赵学文",
    "马尕虎",
    "马一不拉",
)


def beizhuang_rows() -> list[list[object]]:
    """The village's register, with the head of each household beside the person who goes."""
    rows: list[list[object]] = [
        ["龙泉镇北庄村2026年冬季劳务输转摸底花名册"],
        ["填报单位：龙泉镇北庄村委会　　　　包村干部：马主任　　　　联系电话：19900008888　　　　2026年11月18日"],
        [
            "序号",
            "户主姓名",
            "外出人员姓名",
            "与户主关系",
            "性别",
            "民族",
            "公民身份证号",
            "联系方式",
            "意向务工省份",
            "意向工种",
            "期望月薪",
            "可出发时间",
            "备注",
        ],
    ]
    for at, (head, one) in enumerate(zip(HEADS, BEIZHUANG, strict=True), start=1):
        kin = "本人" if head == one.name else ("妻子" if one.name == "马麦燕" else "之子")
        rows.append(
            [
                at,
                head,
                one.name,
                kin,
                one.sex,
                "东乡族",
                one.identity,
                int(one.phone),
                one.wish,
                one.trade,
                one.pay,
                one.when,
                one.note,
            ]
        )
    rows += [["合计", "", f"{len(BEIZHUANG)}人"], ["审核人（签字）：", "", "", "", "填表人：马小虎"]]
    return rows


HONGLIU = drawn(
    12,
    COUNTY,
    "达板镇红柳村",
    (
        Person("马志忠", "男", "1988-05-05", "去济南", "370100", "进厂", "", "五千", 5000, "12月4号"),
        Person("马秀英", "女", "1991-02-11", "济南", "370100", "进厂", "", "5千左右", 5000, "12月4号"),
        Person(
            "杨尔不都",
            "男",
            "1974-07-23",
            "厦门",
            "350200",
            "搬运",
            "搬运工",
            "6000",
            6000,
            "4号以后",
            first="2026-12-04",
        ),
        Person("马尕西目", "男", "1996-03-03", "山东那边", "370000", "电焊工", "电焊工", "7千", 7000, "随时"),
        Person("马五德", "男", "1981-09-14", "", "", "", "", "", 0, "", going=False, note="今年不出去"),
        Person("妥法图麦", "女", "1999-10-10", "厦门", "350200", "服务员", "餐饮服务员", "4500", 4500, "随时"),
    ),
)
YAOSHUI = drawn(
    13,
    COUNTY,
    "达板镇舀水村",
    (
        Person("马成虎", "男", "1986-06-06", "山东", "370000", "", "", "", 0, ""),
        Person("马阿西耶", "女", "1989-12-01", "山东", "370000", "", "", "", 0, "", partner="马成虎"),
        Person("马登云", "男", "1970-01-20", "兰州", "620100", "", "", "", 0, ""),
        Person("冯二不都", "男", "2000-08-28", "福建", "350000", "", "", "", 0, ""),
        Person("马乃比", "男", "1995-04-04", "江苏 浙江", "320000 330000", "", "", "", 0, ""),
        Person("白索菲亚", "女", "1993-11-11", "厦门", "350200", "", "", "", 0, ""),
    ),
)


def daban() -> dict[str, list[list[object]]]:
    """The township's roll-up: each village in the columns its own clerk uses."""
    hongliu: list[list[object]] = [
        ["红柳村务工意愿统计"],
        [
            "编号",
            "姓　名",
            "性　别",
            "年　龄",
            "手机号",
            "愿不愿意去",
            "想去的地方",
            "能干啥",
            "想要多少工资",
            "几号走",
            "说明",
        ],
    ]
    hongliu += [
        [
            at,
            p.name,
            p.sex,
            p.age,
            f"{p.phone[:3]} {p.phone[3:7]} {p.phone[7:]}",
            "愿意" if p.going else "不去",
            p.wish,
            p.trade,
            p.pay,
            p.when,
            p.note,
        ]
        for at, p in enumerate(HONGLIU, start=1)
    ]
    hongliu.append(["小计", "6人", "男4女2"])
    yaoshui: list[list[object]] = [["身份证号", "姓名", "电话", "去哪里", "同去人员"]]
    yaoshui += [[p.identity, p.name, p.phone, p.wish, p.partner] for p in YAOSHUI]
    note: list[list[object]] = [
        ["填表说明：", ""],
        ["1.", "此表由各村于11月25日前报镇劳务站，联系人：马站长"],
        ["2.", "身份证号必须为18位"],
    ]
    return {"红柳": hongliu, "舀水": yaoshui, "填表说明": note}


SUONAN = drawn(
    14,
    COUNTY,
    "锁南镇伊哈池村",
    (
        Person("马志明", "男", "1992-01-01", "济南", "370100", "电子厂", "电子装配工"),
        Person("马秀花", "女", "1997-01-01", "济南", "370100"),
        Person("马尔沙", "男", "1984-01-01", "厦门", "350200"),
        Person("马阿依舍", "女", "1986-01-01", "厦门", "350200", partner="马尔沙"),
        Person("拜牙古白", "男", "1980-01-01", "山东", "370000", "瓦工", "砌筑工"),
        Person("唐海龙", "男", "1989-01-01", going=False),
        Person("马土木", "男", "1978-01-01", "济南", "370100", "电焊", "电焊工", "七千", 7000),
        Person("马则乃", "女", "2004-01-01", "厦门", "350200", "电子厂", "电子装配工"),
    ),
)


def suonan_chain() -> str:
    """A chain as copied out of the phone, with the chat's own lines between."""
    a, b, c, d, e, f, g, h = SUONAN
    return f"""马主任 2026/11/20 19:33:02
#接龙
@所有人 锁南镇伊哈池村，12月去济南、厦门进厂的接龙，写清姓名、性别、年龄、电话、去哪里、干什么

1. {a.name} 男 {a.age} {a.phone} 济南 电子厂
2、{b.name}（女，{b.age}岁）{b.phone} 也去济南
3. {c.name}和媳妇{d.name} {c.phone} {d.phone} 去厦门
4. {e.name}，男，{e.age}，电话：{e.phone}，山东，会瓦工
5. {f.name} 男 {f.age} {f.phone} 不去了
马主任 2026/11/21 08:05:40
还有没有？没报的抓紧
6. {g.name} {g.age}岁 {g.phone} 会电焊，工资七千以上，济南
7.{h.name} 女 {h.age} {h.phone} 厦门电子厂
"""


TANGJIA = drawn(
    15,
    COUNTY,
    "唐汪镇唐家村",
    (
        Person("唐文俊", "男", "1987-02-14", "山东济南", "370100"),
        Person("唐桂芳", "女", "1990-09-30", "山东济南", "370100", partner="唐文俊"),
        Person("汪尔力", "男", "1982-12-12", "厦门市", "350200"),
        Person("唐占元", "男", "1966-03-05", "不出省", "620000"),
        Person("汪玉花", "女", "1995-05-25", "福建", "350000"),
        Person("唐学明", "男", "1999-07-17", "都可以", "any"),
    ),
)
TWICE = BEIZHUANG[9]
VALID_TO = ("2035.06.01", "长期", "2026.05.01", "2041-02-03", "2030年1月8日", "2033.09.09")


def tangjia_rows() -> list[list[object]]:
    """A village list with two columns of phones, and one person whom Beizhuang sent as well."""
    rows: list[list[object]] = [
        ["姓名", "性别", "身份证号码", "身份证有效期至", "手机1", "手机2", "户籍地址", "就业意愿地", "和谁一起", "备注"]
    ]
    for one, until in zip(TANGJIA, VALID_TO, strict=True):
        second = "19900001234" if one.name == "汪尔力" else ""
        rows.append(
            [
                one.name,
                one.sex,
                "'" + one.identity,
                until,
                one.phone,
                second,
                "甘肃省东乡县唐汪镇唐家村3社",
                one.wish,
                one.partner,
                "",
            ]
        )
    rows.append(
        [
            TWICE.name,
            TWICE.sex,
            "'" + TWICE.identity,
            "2039.01.01",
            TWICE.phone,
            "",
            "甘肃省东乡县唐汪镇唐家村",
            "山东",
            "",
            "户口在北庄村",
        ]
    )
    return rows


COUPLES = drawn(
    16,
    COUNTY,
    "那勒寺镇郭泥沟村",
    (
        Person("马全义", "男", "1980-04-04", "山东", "370000", partner="马热比"),
        Person("马热比", "女", "1983-03-03", "山东", "370000", partner="马全义"),
        Person("马尤努", "男", "1991-06-16", "福建", "350000", partner="沙法蒂玛"),
        Person("沙法蒂玛", "女", "1993-01-09", "福建", "350000", partner="马尤努"),
        Person("马占彪", "男", "1975-10-20", "山东", "370000", partner="马依莎"),
        Person("马依莎", "女", "1977-02-27", "山东", "370000", partner="马占彪"),
    ),
)


def couples_rows() -> list[list[object]]:
    """Couples side by side under a header of two lines."""
    rows: list[list[object]] = [
        ["那勒寺镇郭泥沟村夫妻务工登记"],
        ["编号", "男方", "", "", "女方", "", "", "住址", "意向"],
        ["", "姓名", "身份证号", "电话", "姓名", "身份证号", "电话", "", ""],
    ]
    for at in range(0, len(COUPLES), 2):
        he, she = COUPLES[at : at + 2]
        rows.append(
            [at // 2 + 1, he.name, he.identity, he.phone, she.name, she.identity, she.phone, "郭泥沟村", he.wish]
        )
    return rows


DONGXIANG = Office(
    key="dongxiang",
    county="东乡族自治县",
    files=(
        File(
            "龙泉镇北庄村花名册.xlsx",
            workbook({"Sheet1": beizhuang_rows()}, {"Sheet1": ("A1:M1", "A2:M2")}),
            "sex identity phone village wish trade pay when partner",
            BEIZHUANG,
        ),
        File("达板镇汇总.xlsx", workbook(daban()), "phone wish trade pay when partner", HONGLIU + YAOSHUI),
        File("锁南镇接龙.txt", text(suonan_chain()), "phone wish trade pay partner", SUONAN),
        File("唐汪镇唐家村名单.csv", csv(tangjia_rows()), "sex identity phone village wish partner", TANGJIA),
        File(
            "郭泥沟夫妻.xlsx",
            workbook({"Sheet1": couples_rows()}, {"Sheet1": ("A1:I1", "A2:A3", "B2:D2", "E2:G2", "H2:H3", "I2:I3")}),
            "sex identity phone wish partner",
            COUPLES,
        ),
        File(
            "济南岗位汇总.xlsx",
            workbook({"济南": jinan_rows()}, {"济南": ("A1:K1", "E2:F2", "B4:B5", "B6:B7", "A2:A3", "B2:B3")}),
            orders=JINAN,
        ),
        File("厦门鹭岛招聘简章.txt", text(XIAMEN_NOTICE), orders=XIAMEN),
        File("县内车间.xlsx", workbook({"岗位": workshop_rows()}), orders=WORKSHOP),
        File("包车报价函.txt", text(CARRIER_LETTER), vehicles=COACHES),
        File("火车票价.xlsx", workbook({"票价": FARES}, {"票价": ("A1:E1",)}), fares=4),
        File("2025年输转台账.xlsx", workbook({"台账": HISTORY}, {"台账": ("A1:J1",)})),
        File("锁南镇补报.xlsx", damaged(), readable=False),
    ),
    sendable=38,
    coaches=1,
    never_people=(
        "马占海",
        "唐阿里",
        "祁尕西木",
        "马由布",
        "赵学文",
        "马尕虎",
        "马小虎",
        "马主任",
        "马站长",
        "马依黑牙",
        "马则力哈",
        "马白克",
    ),
)
