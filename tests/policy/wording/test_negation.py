"""What a text affirms and what it denies, in Chinese and English; each phrase once scored as if nothing were denied."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from policy.wording import said

DENIED = """
从没开过叉车 | 叉车
从来没开过塔吊 | 塔吊
从未在工地开过挖机 | 挖机
还没学过电焊 | 电焊
以前从没修过汽车 | 汽车
会木匠，从没当过保安 | 保安
懒得去做保安 | 保安
怕电焊，怕高 | 电焊
害怕开叉车 | 叉车
电焊干够了 | 电焊
电焊的活做怕了 | 电焊
叉车就做不来 | 叉车
电焊我就干不了 | 电焊
不会电焊 | 电焊
不想干电焊 | 电焊
不要电焊的活 | 电焊
没干过电焊 | 电焊
没有做过电焊 | 电焊
做不了电焊 | 电焊
电焊做不了 | 电焊
从未从事电焊 | 电焊
不懂电焊 | 电焊
未从事过电焊 | 电焊
除电焊外都可以 | 电焊
除了电焊什么都行 | 电焊
电焊除外 | 电焊
电焊不会 | 电焊
电焊我不会 | 电焊
电焊没学过 | 电焊
不太会电焊 | 电焊
不怎么会电焊 | 电焊
不愿意做电焊工 | 电焊
不能做电焊 | 电焊
干不来电焊 | 电焊
无电焊经验 | 电焊
电焊零基础 | 电焊
对电焊一窍不通 | 电焊
对电焊没有兴趣 | 电焊
别安排电焊 | 电焊
拒绝电焊 | 电焊
电焊就算了 | 电焊
不是焊工 | 焊工
从来没有摸过焊枪 | 焊枪
不会電焊 | 電焊
沒幹過電焊 | 電焊
電焊不會 | 電焊
电焊：不会 | 电焊
电焊（不会） | 电焊
做过电焊，现在不想干了 | 电焊
电焊以外都行 | 电焊
不会电焊、叉车 | 电焊 叉车
不会电焊和叉车 | 电焊 叉车
电焊叉车都不会 | 电焊 叉车
电焊、叉车都不会 | 电焊 叉车
没有在工地干过电焊 | 电焊
不打算再去广东 | 广东
不去广东 | 广东
广东不去 | 广东
广东不考虑 | 广东
不想去新疆西藏 | 新疆 西藏
广东除外 | 广东
不限，新疆除外 | 新疆
全国各地(新疆除外) | 新疆
除新疆外均可 | 新疆
新疆那边的不要 | 新疆
不接受广东 | 广东
广东勿扰 | 广东
不扫地 | 扫地
不洗碗 | 洗碗
不跑滴滴 | 滴滴
不打螺丝 | 螺丝
不上夜班 | 夜班
夜班上不了 | 夜班
never welded | welded
no welding | welding
cannot weld | weld
can't weld | weld
can’t weld | weld
I do not weld | weld
don't want to weld | weld
has never done any welding | welding
no experience in welding | welding
without welding experience | welding
not a welder | welder
anything except welding | welding
anything but welding | welding
welding: no | welding
welding excluded | welding
unable to weld | weld
not interested in welding | welding
refuses welding | welding
no welding or driving | welding driving
neither welding nor driving | welding driving
no welding, driving or cooking | welding driving cooking
non-welder | welder
NO WELDING | WELDING
don’t do welding | welding
not willing to go to Guangdong | Guangdong
夜班不行，白班缝纫 | 夜班
电焊？不会 | 电焊
Welding? No. | Welding
不会 电焊 | 电焊
缺乏电焊经验 | 电焊
不熟悉电焊 | 电焊
电焊不熟 | 电焊
没能学会电焊 | 电焊
没有机会学电焊 | 电焊
五年没干过电焊 | 电焊
打死也不做电焊 | 电焊
电焊这块不懂 | 电焊
唔识电焊 | 电焊
搞不来电焊 | 电焊
别给我介绍电焊 | 电焊
只去浙江，其他不去 | 其他
以前在广东干过，现在不想去了 | 广东
去不了外省 | 外省
all jobs but welding | welding
welding (no) | welding
welding instead of cooking | cooking
I have never worked as a welder | welder
"""

AFFIRMED = """
会电焊 | 电焊
不是不会电焊 | 电焊
不是没干过电焊 | 电焊
电焊不是不会 | 电焊
没有不会的，电焊做过 | 电焊
不得不干电焊 | 电焊
不怕电焊 | 电焊
不仅会电焊 | 电焊
不但会电焊还会叉车 | 电焊 叉车
不只做电焊 | 电焊
除了电焊还会叉车 | 电焊 叉车
除电焊外，也会开叉车 | 电焊 叉车
除了会电焊，还懂电工 | 电焊 电工
除了电焊什么都不会 | 电焊
除了浙江哪都不去 | 浙江
非电焊不干 | 电焊
会不会电焊都教 | 电焊
电焊没问题 | 电焊
电焊不错 | 电焊
电焊不在话下 | 电焊
不锈钢焊接 | 不锈钢焊接
做过不干胶标签 | 不干胶
无锡电子厂 | 无锡
无缝钢管焊接 | 无缝钢管
无人机飞手 | 无人机
非洲工地电焊 | 非洲 电焊
别墅保洁 | 保洁
除草 | 除草
除锈喷漆 | 除锈
干了不到3年电焊 | 电焊
不抽烟不喝酒会电焊 | 电焊
不怕苦不怕累，干过电焊 | 电焊
不限工种 | 工种
不离开浙江 | 浙江
不出江苏 | 江苏
不是电焊就是叉车 | 电焊 叉车
没有电焊证可以，会缝纫 | 缝纫
离不开电焊 | 电焊
电焊少不了我 | 电焊
not only welding but driving | welding driving
no problem with welding | welding
never refused welding | welding
not afraid of welding | welding
don't mind welding | welding
nothing but welding | welding
not just welding | welding
No. 1 welder | welder
开货车十年无事故 | 货车
十年无事故货车司机 | 货车司机
电焊的没的说 | 电焊
电焊不比别人差 | 电焊
电焊还不错 | 电焊
不做不行，电焊 | 电焊
无需经验焊工 | 焊工
什么都不会，就会种菜 | 种菜
什么都不会除了种菜 | 种菜
没有犯罪记录 做过保安 | 保安
没孩子拖累，做月嫂 | 月嫂
暂无工作，焊工 | 焊工
不可移动文物保护 | 文物
莫力达瓦 | 莫力达瓦
愿意学电焊，现在还不会 | 电焊
no smoking, security guard | guard
电焊，无 | 电焊
not married; welder | welder
"""

BOTH = """
不怕电焊，怕木工 | 木工 | 电焊
没开过叉车，开过货车 | 叉车 | 货车
会缝纫，从没开过叉车 | 叉车 | 缝纫
不会电焊，会叉车 | 电焊 | 叉车
不会电焊只会叉车 | 电焊 | 叉车
不会电焊但会叉车 | 电焊 | 叉车
电工会，电焊不会 | 电焊 | 电工
会电工，没干过电焊 | 电焊 | 电工
啥都能干，就是不干电焊 | 电焊 | 啥
没做过电焊，缝纫十年 | 电焊 | 缝纫
不会电焊，叉车司机 | 电焊 | 叉车
浙江，不要广东 | 广东 | 浙江
想去浙江不想去广东 | 广东 | 浙江
不想去广东想去浙江 | 广东 | 浙江
不去广东，浙江可以 | 广东 | 浙江
广东不去浙江可以 | 广东 | 浙江
电焊不会叉车会 | 电焊 | 叉车
不是焊工是电工 | 焊工 | 电工
不是焊工，而是电工 | 焊工 | 电工
不做电焊其他都行 | 电焊 | 其他
除电焊外，叉车也行 | 电焊 | 叉车
不会会计会保洁 | 会计 | 保洁
没上过夜班；做过缝纫 | 夜班 | 缝纫
no welding but can drive | welding | drive
never welded, drives a forklift | welded | forklift
not a welder; cook | welder | cook
I can drive but not weld | weld | drive
cook, no welding | welding | cook
不加班的电子厂 | 加班 | 电子厂
没有粉尘的电子厂 | 粉尘 | 电子厂
不太累的保洁 | 累 | 保洁
没打过螺丝，扫过马路 | 螺丝 | 马路
不会电焊也可以学缝纫 | 电焊 | 缝纫
别的不会，就会电焊 | 别的 | 电焊
不会的可以学，做过缝纫 | 不会 | 缝纫
会电工、电焊不会、会叉车 | 电焊 | 叉车
"""

UNCLEAR = """
不去广东，新疆 | 新疆
没有6000不去广东 | 广东
工资低于6000不去广东 | 广东
no welding, driving | driving
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


def stands(text: str, words: str) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word)) for word in words.split()]


@pytest.mark.parametrize(("text", "words"), rows(DENIED))
def test_a_denied_word_is_denied_and_not_affirmed(text: str, words: str) -> None:
    for start, end in stands(text, words):
        assert said(text).denies(start, end)
        assert not said(text).affirms(start, end)


@pytest.mark.parametrize(("text", "words"), rows(AFFIRMED))
def test_a_word_that_only_stands_beside_a_negation_stays_affirmed(text: str, words: str) -> None:
    for start, end in stands(text, words):
        assert said(text).affirms(start, end)


@pytest.mark.parametrize(("text", "denied", "affirmed"), rows(BOTH))
def test_one_text_may_deny_one_thing_and_affirm_another(text: str, denied: str, affirmed: str) -> None:
    assert [said(text).denies(*span) for span in stands(text, denied)] == [True]
    assert [said(text).affirms(*span) for span in stands(text, affirmed)] == [True]
    assert [said(text).denies(*span) for span in stands(text, affirmed)] == [False]


@pytest.mark.parametrize(("text", "words"), rows(UNCLEAR))
def test_what_can_be_read_both_ways_is_neither_affirmed_nor_denied(text: str, words: str) -> None:
    for start, end in stands(text, words):
        assert not said(text).affirms(start, end)
        assert not said(text).denies(start, end)


def test_spans_are_places_in_the_text_as_it_was_given() -> None:
    text = "  会叉车，不会電焊。"

    assert [text[start:end] for start, end in said(text).denied] == ["不会電焊"]
    assert said(text).affirmed_text.split() == ["会叉车，", "。"]
    assert said("").denied == ()


def test_no_name_of_an_occupation_denies_anything() -> None:
    rows = csv.DictReader(files("policy.wording").joinpath("occupations.csv").read_text(encoding="utf-8").splitlines())
    names = [form for row in rows for form in (row["name"], *row["aliases"].split("|"))]

    assert [name for name in names if not said(name).affirms(0, len(name))] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("会电工、电焊不会", "会电工、"),  # only the last of the enumeration
        ("本人，不想干了", "本人，"),  # nothing before it to deny
        ("会电焊。不想干了。", "会电焊。。"),  # a full stop ends what a denial speaks of
        ("除了不会电焊都会", "除了不会电焊都会"),
        ("会电工，除外", "，除外"),
        ("会电工，电焊，除外。", "会电工，，除外。"),
        ("会电工。除外", "会电工。除外"),
        ("都会，电焊除外", "都会，"),
        ("电焊除外，会木工", "，会木工"),
    ],
)
def test_how_far_a_denial_or_an_exception_reaches(text: str, left: str) -> None:
    assert "".join(said(text).affirmed_text.split()) == left
