"""Trades in traditional characters, in pinyin, with a homophone or with one key wrong are read, and told as guesses."""

from __future__ import annotations

import pytest

from data.importers.cells.places import known_places
from data.importers.cells.trades import trades
from data.importers.columns.mapping import field_of
from policy.certificates import read_name
from policy.demand_search import in_text
from policy.wording import said, simplified, trades_named


def _guesses(text: str) -> list[tuple[str, str]]:
    return [(text[named.start : named.end], named.guessed) for named in trades_named(text)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("電焊工", "电焊工"), ("縫紉工", "缝纫工"), ("廚師", "厨师"), ("貨車司機", "货车司机"), ("保潔員", "保洁员"),
        ("裝卸工", "装卸工"), ("鋼筋工", "钢筋工"), ("護理員", "护理员"), ("紡織廠擋車工", "纺织厂挡车工"),
    ],
)  # fmt: skip
def test_traditional_characters_name_the_same_trade_and_are_no_guess(written: str, meant: str) -> None:
    assert trades(written).value.codes == trades(meant).value.codes != ()
    assert trades(written).fault == ""
    assert {guess for _, guess in _guesses(written)} == {""}


def test_a_denial_in_traditional_characters_denies() -> None:
    assert [named.start for named in trades_named("會縫紉，不會電焊，從沒開過叉車")] == [1]
    assert said("絕對不願進廠").denied


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("电汗工", "电焊工"), ("缝任工", "缝纫工"), ("报安员", "保安员"), ("钢进工", "钢筋工"),
        ("做过缝韧工", "缝纫工"), ("电寒工", "电焊工"), ("服物员", "服务员"),
        ("dianhangong", "电焊工"), ("dian han gong", "电焊工"), ("fuwuyuan", "服务员"), ("cha che si ji", "叉车司机"),
        ("wleder", "welder"), ("casher", "cashier"), ("forklfit", "forklift"), ("security gaurd", "security guard"),
        ("houskeeper", "housekeeper"), ("driverr", "driver"),
    ],
)  # fmt: skip
def test_a_misspelled_trade_is_read_and_shown_as_a_guess(written: str, meant: str) -> None:
    reading = trades(written)

    assert reading.value.codes == trades(meant).value.codes
    assert reading.fault == "trade_guessed"
    assert reading.hint.endswith(f"→ {meant}")


@pytest.mark.parametrize(
    "text",
    ["water", "diver", "softer", "packed goods", "保按", "报案", "家里有老人需要照顾", "务工", "打工", "不会电汗工",
     "no wleder", "随便", "ship building", "二零二六年十二月一号以后都可以出门"],
)  # fmt: skip
def test_what_may_be_another_word_or_is_denied_is_no_trade(text: str) -> None:
    assert _guesses(text) == []


def test_a_word_that_is_right_is_never_a_guess_and_guesses_no_more_beside_it() -> None:
    assert _guesses("电焊工、木工") == [("电焊工", ""), ("木工", "")]
    assert _guesses("叉车丝机") == [("叉车", "")]


def test_characters_stay_in_their_places_and_simplified_ones_stay_themselves() -> None:
    assert simplified("會開車，乾县人，𠮷") == "会开车，乾县人，𠮷"
    assert simplified("乾县") == "乾县"


def test_places_headers_certificates_and_demands_are_read_in_traditional_characters() -> None:
    places = known_places()

    assert places.find("廣東東莞").value == places.find("广东东莞").value == (441900,)
    assert field_of("workers", "聯繫電話") == field_of("workers", "联系电话")
    assert read_name("電工證") == read_name("电工证")
    assert [found.kind for found in in_text("限漢族", "")] == [found.kind for found in in_text("限汉族", "")] != []
