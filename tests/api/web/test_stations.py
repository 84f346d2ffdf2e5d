"""The page of stations: seen, corrected in words, joined, deleted, and refused with what to write."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from data.database import opened
from data.importers.cells.places import known_places
from data.tables import Hub
from data.tables.regions import regions
from tests import builders
from tests.api.conftest import Office

TYPED = {"name": "利州客运站", "county": "四川省广元市利州区", "kind": "coach_station", "safe_before_six": "True"}


def stations(office: Office) -> dict[str, int]:
    with opened(office.engine) as session:
        return {row.name: row.id for row in session.execute(select(Hub.name, Hub.id))}


def test_every_station_is_listed_with_what_uses_it_and_reached_from_the_vehicles(client: TestClient) -> None:
    page = client.get("/stations").text

    assert 'href="/stations"' in client.get("/vehicles").text
    assert "利州汽车站" in page and "杭州汽车站" in page and "四川省广元市利州区" in page
    assert 'data-label="上车的人" class="n">8<' in page
    assert "Also called" in client.get("/stations?lang=en").text


def test_a_station_is_corrected_in_words(client: TestClient, office: Office) -> None:
    number = stations(office)["利州汽车站"]

    answer = client.post(f"/stations/{number}", data=TYPED | {"longitude": "105.8", "latitude": "32.4"})

    assert answer.status_code == 200 and "已保存" in answer.text and "利州客运站" in answer.text
    assert 'value="105.8"' in answer.text and '<option value="True" selected>' in answer.text
    assert "利州汽车站" in client.get("/stations?q=利州汽车站").text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"county": ""}, "请补填"), ({"county": "朝阳"}, "请在前面加上省市"), ({"county": "四川省"}, "不是县区"),
        ({"county": "火星县"}, "没有叫"), ({"county": "999999"}, "没有叫"), ({"name": "　"}, "站点名称"),
        ({"longitude": "105.8"}, "经度和纬度都要填"), ({"longitude": "东", "latitude": "北"}, "写成度"),
        ({"longitude": "32.4", "latitude": "105.8"}, "写反"), ({"kind": "harbor"}, "harbor"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_refused_with_what_to_write(
    client: TestClient, office: Office, wrong: dict[str, str], told: str
) -> None:
    answer = client.post(f"/stations/{stations(office)['利州汽车站']}", data=TYPED | wrong)

    assert answer.status_code == 422 and told in answer.text
    assert "利州汽车站" in stations(office)


def test_a_county_as_the_page_writes_it_is_read_back_as_itself() -> None:
    places, known = known_places(), regions()
    living = [int(code) for code, successor in zip(known.code, known.successor, strict=True) if code == successor]

    told = {code: places.county(known.path_of(code), or_city=True) for code in living if code % 10000}

    assert len(told) > 3000
    assert {code: read for code, read in told.items() if read != code} == {}


def test_a_joined_station_s_page_is_the_other_s_and_tells_what_moved(client: TestClient, office: Office) -> None:
    found = stations(office)
    with opened(office.engine) as session:
        twin = builders.a_hub(session, "利州客运中心")
        builders.a_fare(session, twin, session.get_one(Hub, found["杭州汽车站"]), 35_000)
        into = twin.id

    answer = client.post(f"/stations/{found['利州汽车站']}/join", data={"into": into})

    assert answer.status_code == 200
    assert "“利州汽车站”已合并进来：1 个车次、1 条票价、8 名务工人员、0 个岗位改到这里" in answer.text
    assert "留便宜的 350 元，400 元的去掉了" in answer.text
    assert client.post(f"/stations/{found['利州汽车站']}/join", data={"into": into}).status_code == 404
    assert "利州客运中心 → 杭州汽车站" in client.get("/vehicles").text


def test_another_name_is_parted_on_the_page(client: TestClient, office: Office) -> None:
    number = stations(office)["利州汽车站"]
    client.post(f"/stations/{number}", data=TYPED)

    answer = client.post(f"/stations/{number}/part", data={"name": "利州汽车站", "county": "利州区"})

    assert answer.status_code == 200 and "<h1>利州汽车站</h1>" in answer.text
    assert set(stations(office)) == {"利州汽车站", "利州客运站", "杭州汽车站"}


def test_a_station_in_use_is_not_deleted_and_one_nobody_uses_is(client: TestClient, office: Office) -> None:
    with opened(office.engine) as session:
        spare = builders.a_hub(session, "荣山镇政府广场").id

    refused = client.post(f"/stations/{stations(office)['利州汽车站']}/delete")
    done = client.post(f"/stations/{spare}/delete")

    assert refused.status_code == 409 and "8 名务工人员在这里上车" in refused.text
    assert done.status_code == 200 and "站点“荣山镇政府广场”已删除" in done.text
    assert "荣山镇政府广场" not in stations(office)
    assert client.get(f"/stations/{spare}").status_code == 404
