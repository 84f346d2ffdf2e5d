"""The flow map: the line is there, places stand where they should, names do not hide each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.settings import Settings
from api.web.maps import MapFlow, MapPlace, flow_map, outline, projected

FILE = Settings().map_file
GUANGYUAN, HANGZHOU = MapPlace("广元", 105.84, 32.43), MapPlace("杭州", 120.15, 30.27)
JIAXING = MapPlace("嘉兴", 120.76, 30.75)


def test_the_south_china_sea_line_is_drawn() -> None:
    drawn = outline(FILE)

    assert len(drawn.sea_line) == 11  # coast, Hainan, nine dashes
    assert len(drawn.provinces) == 34


def test_the_outline_names_its_source_and_licence() -> None:
    source = json.loads(FILE.read_text(encoding="utf-8"))

    assert source["licence"] == "Apache-2.0"
    assert "ECharts 4.9.0" in source["source"]
    assert "示意图" in source["note"]
    assert (FILE.parent / "NOTICE").is_file()


def test_east_is_right_and_north_is_up() -> None:
    harbin, kashgar = projected(126.6, 45.8), projected(76.0, 39.5)
    sanya = projected(109.5, 18.25)

    assert harbin[0] > kashgar[0]
    assert harbin[1] < sanya[1]


def test_the_whole_country_fits_the_picture() -> None:
    corners = [projected(*point) for point in ((73.6, 39.5), (134.7, 48.3), (123.3, 53.5), (109.5, 18.2))]

    assert all(0 <= x <= 960 and 0 <= y <= 790 for x, y in corners)


def test_more_people_make_a_wider_line() -> None:
    drawn = flow_map([MapFlow(GUANGYUAN, HANGZHOU, 400), MapFlow(GUANGYUAN, JIAXING, 4)], FILE)

    assert drawn.arcs[0].width > 3 * drawn.arcs[1].width
    assert drawn.arcs[0].title == "广元 → 杭州: 400"


def test_names_close_together_do_not_hide_each_other() -> None:
    drawn = flow_map([MapFlow(GUANGYUAN, HANGZHOU, 5), MapFlow(GUANGYUAN, JIAXING, 5)], FILE)
    hangzhou, jiaxing = (next(label for label in drawn.labels if label.text == name) for name in ("杭州", "嘉兴"))

    assert abs(hangzhou.text_y - jiaxing.text_y) >= 15 or hangzhou.anchor != jiaxing.anchor


def test_another_outline_file_can_take_its_place(tmp_path: Path) -> None:
    square = [[100.0, 30.0], [110.0, 30.0], [110.0, 35.0], [100.0, 30.0]]
    own = {"provinces": [{"code": 1, "name": "示例", "rings": [square]}], "sea_line": [square, square]}
    path = tmp_path / "own.json"
    path.write_text(json.dumps(own), encoding="utf-8")

    assert outline(path).provinces[0][0] == "示例"


def test_a_plan_without_people_still_has_a_map() -> None:
    assert flow_map([], FILE).arcs == ()


@pytest.mark.parametrize("name", ["台湾", "西藏", "海南", "香港", "澳门"])
def test_every_province_is_on_the_map(name: str) -> None:
    assert name in {province for province, _ in outline(FILE).provinces}
