"""Planted demands are found, harmless phrases pass, and only a ground of the allow-list makes a demand lawful."""

from __future__ import annotations

from datetime import date

import pytest

from policy.demand_kinds import demands
from policy.demands import check, without_refused
from policy.rulebook import EVIDENCE, pack

PLANTED = [
    ("sex", "电子厂招女工，计件"),
    ("sex", "限男性，能吃苦"),
    ("sex", "普工（男）包吃住"),
    ("sex", "女性优先，手脚麻利"),
    ("sex", "不要女的"),
    ("sex", "性别：男"),
    ("sex", "招男工20名，女工30名"),
    ("sex", "招聘服务员，女，20-35岁"),
    ("sex", "女孩子优先"),
    ("sex", "只要小姑娘"),
    ("sex", "限25-50岁女性"),
    ("sex", "Warehouse hands, men only"),
    ("age", "45岁以下，身体健康"),
    ("age", "年龄18-45周岁"),
    ("age", "１８—５０岁，男女不限"),
    ("age", "年龄不超过50"),
    ("age", "超过55岁勿扰"),
    ("age", "90后优先"),
    ("age", "仓库分拣，要年轻人"),
    ("age", "四十五岁以下"),
    ("age", "大龄勿扰"),
    ("age", "普工 男 18-40"),
    ("age", "Packers under 40"),
    ("hukou", "限本地户口"),
    ("hukou", "本地人优先"),
    ("hukou", "河南人勿扰"),
    ("hukou", "不招新疆人"),
    ("hukou", "只招城镇户籍"),
    ("hukou", "仅限四川籍"),
    ("ethnicity", "要求汉族"),
    ("ethnicity", "少数民族除外"),
    ("ethnicity", "不招彝族"),
    ("religion", "无宗教信仰者优先"),
    ("religion", "信教者勿扰"),
    ("marriage", "未婚女性"),
    ("marriage", "入职两年内不得怀孕"),
    ("marriage", "已婚已育优先"),
    ("marriage", "入职需孕检"),
    ("health", "乙肝携带者勿扰"),
    ("health", "体检查两对半"),
    ("health", "残疾人勿扰"),
    ("health", "HBV阴性"),
    ("fee", "入职押金300"),
    ("fee", "服装费200元从工资扣"),
    ("fee", "体检费自理"),
    ("fee", "到厂后身份证统一保管"),
    ("fee", "报名费50"),
    ("fee", "工衣费从第一个月工资中扣除"),
    ("fee", "身份证需要抵押"),
    ("health", "非残疾"),
    ("health", "身体健康，非残疾人"),
    ("health", "残障人士谢绝"),
    ("health", "四肢健全，能吃苦"),
    ("sex", "我店急需女服务员两名"),
    ("sex", "厂里急缺男搬运工"),
    ("sex", "食堂诚招女洗碗工"),
    ("sex", "女同志优先"),
    ("sex", "招美女前台"),
    ("other", "招服务员5名，党员优先"),
    ("other", "需要党员"),
    ("other", "政治面貌：中共党员"),
    ("other", "共青团员优先"),
    ("other", "Party members preferred"),
    ("other", "高薪诚聘普工"),
    ("other", "轻松月入过万"),
    ("other", "交钱就保录用"),
    ("other", "试工三天无工资"),
]

HARMLESS = [
    "男女不限，18周岁以上",
    "男、女均可，提供夫妻房",
    "女装车工，会平车优先",
    "男鞋针车工，计件工资",
    "男女宿舍分开，有独立卫生间",
    "女工宿舍六人间，男宿舍八人间",
    "遵守女职工劳动保护特别规定",
    "年龄不限，身体健康即可",
    "须年满18周岁",
    "未满16周岁不得录用",
    "未满18岁勿扰",
    "照顾80岁老人，会做饭",
    "陪护60岁以上老人",
    "照看3岁以下幼儿",
    "每次搬运25公斤以下",
    "班车30分钟以内到厂",
    "每班12-15人一组",
    "工龄满一年每月加100元",
    "不限户籍，欢迎外来务工人员",
    "户籍地址以身份证为准",
    "工厂在浙江嘉兴，接送四川老乡",
    "可协助办理落户",
    "有清真餐厅",
    "民族不限",
    "工地在临夏回族自治州",
    "已婚未婚均可",
    "单身公寓或四人间",
    "产假、婚假按国家规定",
    "婚庆公司搬运工",
    "需持健康证上岗",
    "入职体检费由公司承担",
    "不收押金、不扣身份证",
    "不收任何费用，工装免费",
    "带身份证原件和复印件",
    "欢迎残疾人应聘",
    "不查乙肝",
    "月薪5500-6500元，加班另算",
    "保底工资4500元，多劳多得",
    "高新技术企业，环境好",
    "先培训后上岗，培训免费",
    "试用期工资4800元",
    "夜班补贴每晚20元",
    "押金退还问题请咨询12333",
    "管理费用会计一名",
    "好孩子童车厂普工",
    "上海女子学院食堂帮厨",
    "60-80后团队氛围好",
    "离县城20-30公里",
    "年薪20-25万",
    "夫妻工优先安排夫妻房",
    "Couples welcome; men and women alike",
    "Lift boxes under 20 kg",
    "男女服务员均可",
    "招聘男女普工",
    "男、女搬运工同工同酬",
    "党员活动室保洁员",
    "党员干部学院厨师",
    "政治面貌不限",
    "美女峰景区保洁",
    "群众演员",
    "聋哑学校保洁员",
    "有无障碍设施",
    "残疾人优先",
]


@pytest.mark.parametrize(("kind", "text"), PLANTED)
def test_a_planted_demand_is_found_and_refused(kind: str, text: str) -> None:
    assert kind in {finding.kind for finding in check(text) if finding.refused}


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_phrase_passes(text: str) -> None:
    assert [finding.phrase for finding in check(text)] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("sex", "男"), ("sex", "限女"), ("age", "18-45"), ("age", "45岁以下"), ("hukou", "本地"), ("marriage", "已婚")],
)
def test_a_column_of_demands_is_read(field: str, value: str) -> None:
    (finding,) = check("普工", {field: value})

    assert (finding.kind, finding.field, finding.refused) == (field, field, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("sex", "不限"), ("sex", ""), ("age", "18周岁以上"), ("age", "不限"), ("hukou", "不限"), ("marriage", "不限")],
)
def test_a_column_without_a_demand_passes(field: str, value: str) -> None:
    assert check("普工", {field: value}) == []


def test_underground_work_is_a_lawful_ground_for_men() -> None:
    (finding,) = check("掘进工", {"sex": "男", "hazards": "underground;dust"})

    assert not finding.refused
    assert finding.ground_id == "women_prohibited_work"


def test_underground_work_is_no_ground_to_want_women_only() -> None:
    (finding,) = check("井下食堂帮工，只招女工")

    assert finding.refused


def test_an_age_limit_needs_a_rule_of_the_allow_list() -> None:
    (bare,) = check("架子工，55岁以下")
    (made_up,) = check("架子工，55岁以下", {"ground": "公司规定"})
    (cited,) = check("架子工，55岁以下", {"ground": "上海市建筑施工企业超龄人员管理通知"})

    assert bare.refused and made_up.refused
    assert cited.ground_id == "shanghai_construction_age"


def test_a_cooperation_agreement_may_reserve_postings() -> None:
    (finding,) = check("仅限四川籍（杭广劳务协作协议定向岗位）")

    assert not finding.refused


def test_the_posting_keeps_everything_but_the_demand() -> None:
    text = "电子厂普工，限女性，45岁以下，包吃住，月薪5500元"

    assert without_refused(text, check(text)) == "电子厂普工，包吃住，月薪5500元"


def test_a_bracketed_demand_leaves_no_empty_brackets() -> None:
    assert without_refused("普工（男），包住", check("普工（男），包住")) == "普工，包住"


def test_a_finding_points_at_its_words() -> None:
    text = "包住；限男性"
    (finding,) = check(text)

    assert text[finding.start : finding.end] == finding.phrase == "限男性"


def test_every_demand_says_why_what_to_do_and_where_it_is_written() -> None:
    kinds = [demand.kind for demand in demands()]

    assert kinds == ["sex", "age", "hukou", "ethnicity", "religion", "marriage", "health", "fee", "other", "other"]
    assert all("《" in demand.source.zh for demand in demands())


def test_every_demand_and_every_ground_is_dated_and_marked_like_any_other_rule() -> None:
    entries = [*pack("demands")["demand"], *pack("demands")["ground"]]

    assert all(isinstance(entry["valid_from"], date) and entry["evidence"] in EVIDENCE for entry in entries)


def test_a_demand_is_refused_from_the_day_the_law_forbids_it() -> None:
    before, since = date(2021, 2, 28), date(2021, 3, 1)

    assert check("限本地户口", on=before) == []
    assert [found.kind for found in check("限本地户口", on=since)] == ["hukou"]
    assert check("普工", {"marriage": "已婚"}, on=date(2022, 12, 31)) == []


def test_a_party_post_may_ask_for_members_and_no_other_post_may() -> None:
    (lawful,) = check("社区党建指导员一名，要求党员")
    (refused,) = check("仓库保管员一名，要求党员")

    assert lawful.ground_id == "party_post" and not lawful.refused
    assert refused.refused and refused.title.en == "Demand on party membership"


@pytest.mark.parametrize(("title", "left"), [("男保安", "保安"), ("女普工", "普工"), ("急招,男搬运工", "急招,搬运工")])
def test_a_title_that_names_a_sex_before_the_trade_loses_it(title: str, left: str) -> None:
    assert without_refused(title, check(title)) == left


def test_sons_and_dressing_rooms_are_no_demand() -> None:
    assert [found for text in ("子女普工同厂", "男普工宿舍") for found in check(text)] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1.女性 2.会缝纫 3.能夜班", "1.会缝纫 2.能夜班"),
        ("(1)会缝纫 (2)限女性 (3)能夜班", "(1)会缝纫 (2)能夜班"),
        ("1、女性 2、会缝纫", "会缝纫"),
    ],
)
def test_what_is_left_of_a_numbered_list_is_counted_anew(text: str, left: str) -> None:
    assert without_refused(text, check(text)) == left


def test_before_the_law_a_filled_column_is_no_demand() -> None:
    assert check("", {"religion": "佛教"}, on=date(1970, 1, 1)) == []
    assert [finding.field for finding in check("", {"religion": "佛教"})] == ["religion"]


def test_a_demand_of_a_column_cuts_nothing_out_of_the_text() -> None:
    text = "缝纫工，包吃住"

    findings = check(text, {"sex": "女"})

    assert [finding.field for finding in findings if finding.refused] == ["sex"]
    assert without_refused(text, findings) == text


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("包装女工", "包装工"), ("女包装工", "包装工"), ("缝纫女工", "缝纫工"), ("质检女工", "质检工"),
        ("包装男工", "包装工"), ("熟练女工，计件", "熟练，计件"), ("会平车的女工", "会平车的"), ("女裁缝", "裁缝"),
        ("限女工，包住", "包住"), ("招女工5名，包住", "包住"),
    ],
)  # fmt: skip
def test_a_title_loses_the_sex_it_demands_and_stays_a_title(said: str, left: str) -> None:
    found = check(said)

    assert [finding.kind for finding in found] == ["sex"]
    assert without_refused(said, found) == left


@pytest.mark.parametrize("said", ["女包厂招车工", "女装车间普工", "女鞋厂针车工"])
def test_what_is_made_for_women_demands_no_sex(said: str) -> None:
    assert check(said) == []
