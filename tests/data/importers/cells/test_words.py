"""Places, trades, names, certificates and companions in people's own words."""

from __future__ import annotations

from datetime import date

import pytest

from data.importers.cells.certificates import certificates
from data.importers.cells.companions import companions
from data.importers.cells.names import is_name, name
from data.importers.cells.places import known_places
from data.importers.cells.trades import trades
from data.importers.cells.wishes import reader_of
from data.tables.regions import regions

TODAY = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("written", "codes", "near"),
    [
        ("杭州", (330100,), False),
        ("浙江", (330000,), False),
        ("浙江杭州", (330100,), False),
        ("浙江,温州", (330300,), False),
        ("杭州/嘉兴", (330100, 330400), False),
        ("浙江或江苏", (330000, 320000), False),
        ("江浙沪", (320000, 330000, 310000), False),
        ("泉州晋江", (350582,), False),
        ("义乌", (330782,), False),
        ("达茂旗", (150223,), False),
        ("固原海原县", (640522,), False),
        ("北京朝阳", (110105,), False),
        ("家门口", (), True),
        ("哪里都行", (), False),
    ],
)
def test_wishes(written: str, codes: tuple[int, ...], near: bool) -> None:
    reading = reader_of(known_places()).read(written)

    assert reading.fault == ""
    assert (reading.value.regions, reading.value.near) == (codes, near)


@pytest.mark.parametrize("written", ["朝阳", "鼓楼区", "西湖区", "通州"])
def test_names_that_several_places_bear_are_asked_about(written: str) -> None:
    assert reader_of(known_places()).read(written).fault == "region_ambiguous"


def test_a_home_county_settles_a_name_of_its_own_province() -> None:
    assert reader_of(known_places()).read("鼓楼区", home=350102).value.regions == (350102,)


def test_an_address_is_read_as_far_as_its_county() -> None:
    assert known_places().one("四川省广元市利州区大石镇前进村3组") == (510802, "", "")
    assert known_places().one("火星").fault == "region_unknown"


@pytest.mark.parametrize("rest", ["", "濮院镇", "振兴路12号", "经济开发区"])
def test_a_county_with_a_township_word_in_its_name_is_read_whole(rest: str) -> None:
    assert known_places().one(f"浙江省嘉兴市桐乡市{rest}") == (330483, "", "")


def test_every_region_is_found_by_its_full_path() -> None:
    table = regions()
    living = [int(code) for code, successor in zip(table.code, table.successor, strict=True) if code == successor]

    strayed = [table.path_of(code) for code in living if known_places().one(table.path_of(code)).value != code]

    assert len(living) > 3000
    assert strayed == []


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("焊工", ("6-18-02-04",)),
        ("电焊8年、开叉车", ("6-18-02-04", "6-30-05-01")),
        ("叉车司机", ("6-30-05-01",)),
        ("泥瓦匠", ("6-29-01-01",)),
        ("平车", ("6-05-01-03",)),
        ("不会电焊,会搬运", ("4-02-05-01",)),
        ("不会电焊", ()),
        ("电焊没干过，做过缝纫", ("6-05-01-03",)),
        ("除电焊外都可以", ()),
        ("不是不会电焊", ("6-18-02-04",)),
        ("从未从事过焊工", ()),
        ("no welder jobs", ()),
        ("啥都能干", ()),
    ],
)
def test_everyday_words_are_trades(written: str, codes: tuple[str, ...]) -> None:
    reading = trades(written)

    assert reading.value.codes == codes and reading.fault == ""


def test_years_stand_with_their_trade() -> None:
    assert trades("焊工(8年)、电工三年").value.years == (8.0, 3.0)


def test_a_trade_nobody_knows_stays_as_text_with_a_note() -> None:
    assert trades("吹糖人").fault == "trade_unknown"


def test_names() -> None:
    assert name("张 三").value == ("张三",)
    assert name("欧阳娜娜").value == ("欧阳娜娜",)
    assert name("阿依古丽·买买提").value == ("阿依古丽·买买提",)
    assert name("张伟(户主)").value == ("张伟",)
    assert name("张伟、李梅") == (("张伟", "李梅"), "two_people", "张伟、李梅")
    assert name("张伟 李梅").fault == "two_people"
    assert name("我也去").fault == "name_unclear"
    assert name("138").fault == "name_unclear"


def test_the_middle_of_a_sentence_is_no_name() -> None:
    assert is_name("王五") and not is_name("老婆") and not is_name("报名")


@pytest.mark.parametrize(
    ("written", "names", "numbers", "unnamed", "couple"),
    [
        ("老婆一起", (), (), "spouse", True),
        ("和李四一起", ("李四",), (), "", False),
        ("和3号一起", (), (3,), "", False),
        ("李四、王五", ("李四", "王五"), (), "", False),
        ("老婆李梅", ("李梅",), (), "", True),
        ("两口子", (), (), "spouse", True),
        ("带弟弟一起", (), (), "relative", False),
        ("无", (), (), "", False),
    ],
)
def test_companions(written: str, names: tuple[str, ...], numbers: tuple[int, ...], unnamed: str, couple: bool) -> None:
    found = companions(written)

    assert (found.names, found.numbers, found.unnamed, found.couple) == (names, numbers, unnamed, couple)


def test_free_text_without_the_word_together_names_no_companion() -> None:
    assert companions("在广东跟李四学过焊工", free_text=True).names == ()


def test_certificates_by_kind_with_their_end() -> None:
    found, fault, _ = certificates("叉车证（有效期至2027年5月1日）、低压电工证", TODAY)

    assert [(paper.kind, paper.valid_to) for paper in found] == [
        ("ms_forklift", date(2027, 5, 1)),
        ("em_electric_low", None),
    ]
    assert fault == ""


def test_a_vague_certificate_is_asked_about() -> None:
    found, fault, hint = certificates("焊工证", TODAY)

    assert found[0].kind == "" and fault == "certificate_vague" and "熔化焊接" in hint
