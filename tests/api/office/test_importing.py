"""Imports on pages: seen before they are kept, every row accounted for, duplicates decided."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor

import openpyxl
from starlette.testclient import TestClient

from data.database import opened
from data.tables import Attribution, Organization
from tests import builders
from tests.api.conftest import Office

CHAIN = """#接龙 三月去杭州
1. 郑小燕 13911110001 缝纫工 3月2日能走
2. 冯大勇 13911110002 焊工 随时
3. 王小明 13800000000 普工
"""
VILLAGE = "姓名,身份证号,手机号,工种,县区\n褚师傅,5.13E+17,13911110003,木工,利州区\n卫师傅,,13911110004,普工,利州区\n"


def send(client: TestClient, text: str, name: str = "宝轮镇.csv") -> str:
    answer = client.post("/imports", files={"file": (name, text.encode("utf-8"))}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_file_is_shown_with_its_columns_before_anything_is_written(client: TestClient) -> None:
    page = client.get(send(client, VILLAGE)).text

    assert "每一列是什么" in page
    assert '<option value="phone" selected>' in page
    assert "褚师傅" not in client.get("/workers").text


def test_every_row_of_a_file_is_accounted_for_and_the_faulty_one_named(client: TestClient) -> None:
    report = client.post(send(client, VILLAGE)).text

    assert "科学计数" in report
    assert "卫*傅" in client.get("/workers", params={"q": "卫师傅"}).text
    assert "没有符合条件的记录" in client.get("/workers", params={"q": "褚师傅"}).text


def test_the_rows_to_mend_come_back_as_a_workbook(client: TestClient) -> None:
    address = client.post(send(client, VILLAGE)).url.path

    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/bad-rows.xlsx").content))

    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert any("褚师傅" in cell for cell in cells)
    assert not any("卫师傅" in cell for cell in cells)


def test_a_column_read_wrongly_is_changed_by_hand(client: TestClient) -> None:
    address = send(client, "姓名,备注一,手机号,县区\n蒋师傅,会电焊,13911110005,利州区\n")

    client.post(address, data={"column-0-1": "text"})

    assert "蒋*傅" in client.get("/workers", params={"q": "会电焊"}).text


def test_a_chain_is_pasted_and_a_known_person_waits_for_a_decision(client: TestClient, office: Office) -> None:
    answer = client.post("/imports", data={"pasted": CHAIN}, follow_redirects=False)
    report = client.post(answer.headers["location"], data={"home": "510802 利州区"})

    assert "郑*燕" in client.get("/workers", params={"q": "郑小燕"}).text
    waiting = client.get(report.url.path, params={"outcome": "to_decide"}).text
    assert f'href="/workers/{office.workers[0]}"' in waiting


def test_a_decision_merges_the_row_and_closes_it(client: TestClient) -> None:
    answer = client.post("/imports", data={"pasted": CHAIN}, follow_redirects=False)
    report = client.post(answer.headers["location"], data={"home": "510802 利州区"})
    waiting = client.get(report.url.path, params={"outcome": "to_decide"}).text
    cells = [cell for cell in waiting.split("<tr>") if 'value="merge"' in cell]
    row = re.findall(r"/imports/rows/(\d+)", cells[0])[0]

    decided = client.post(f"/imports/rows/{row}", data={"decision": "merge"})

    assert "已合并" in decided.text
    assert client.get("/workers", params={"q": "王小明"}).text.count("王*明") == 1


def test_the_same_file_twice_changes_nothing(client: TestClient) -> None:
    first = client.post(send(client, VILLAGE)).url.path
    second = client.post(send(client, VILLAGE)).url.path

    assert first == second


def test_an_empty_file_and_a_picture_end_in_a_message(client: TestClient) -> None:
    empty = client.post("/imports", files={"file": ("空.xlsx", b"")})
    picture = client.post("/imports", files={"file": ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100)})

    assert empty.status_code == 422
    assert "空的" in empty.text
    assert picture.status_code == 415


def test_an_uploaded_file_is_gone_once_it_is_imported(client: TestClient, office: Office) -> None:
    address = send(client, VILLAGE)
    client.post(address)

    assert [path for path in office.settings.uploads.iterdir() if path.suffix != ".json"] == []
    assert client.get(address).status_code == 404


def test_a_second_press_of_import_shows_what_the_first_one_made(client: TestClient) -> None:
    address = send(client, VILLAGE)

    with ThreadPoolExecutor(2) as pool:
        presses = [pool.submit(client.post, address, follow_redirects=False) for _ in range(2)]
        shown = {(press.result().status_code, press.result().headers.get("location")) for press in presses}

    assert shown == {(303, "/imports/1")}
    assert client.post(address, follow_redirects=False).headers["location"] == "/imports/1"
    assert client.get("/imports/2").status_code == 404


def test_a_file_put_aside_is_sealed_and_looking_at_its_rows_is_logged(client: TestClient, office: Office) -> None:
    address = send(client, VILLAGE)

    shown = client.get(address).text

    kept = b"".join(path.read_bytes() for path in office.settings.uploads.iterdir())
    assert "13911110004" in shown
    assert b"13911110004" not in kept and "宝轮镇".encode() not in kept
    log = client.get("/readings").text
    assert "/imports/files" in log and address.rpartition("/")[2] not in log


def test_two_brokers_claims_are_settled_on_a_page_by_the_workers_word(client: TestClient, office: Office) -> None:
    with opened(office.engine) as session:
        brokers = [
            builders.kept(session, Organization(kind="broker", name=name, county=builders.LIZHOU))
            for name in ("王经纪", "李经纪")
        ]
        for broker in brokers:
            first = broker is brokers[0]
            session.add(
                Attribution(
                    worker_id=office.workers[0], organization_id=broker.id, claimed=builders.TODAY, counts=first
                )
            )
        second = brokers[1].id
        session.flush()
    listed, page = client.get("/imports").text, client.get("/claims").text

    wrong = client.post(f"/workers/{office.workers[0]}/claims", data={"broker": "999"})
    settled = client.post(f"/workers/{office.workers[0]}/claims", data={"broker": str(second)})

    assert "归谁带：1 人要问" in listed and "王经纪" in page and "李经纪" in page
    assert wrong.status_code == 404 and "没有要问的" in settled.text
    assert "本人说的，老陈 记" in client.get(f"/workers/{office.workers[0]}").text


def test_the_offices_own_county_is_asked_once_in_words_and_then_never_again(client: TestClient) -> None:
    nowhere = "姓名,手机号,出生年月\n贾师傅,13911110006,1990年5月\n"
    asked = client.get(send(client, nowhere)).text

    client.post(send(client, nowhere), data={"county": "四川省广元市利州区"})

    assert "只问这一次" in asked
    assert "贾*傅" in client.get("/workers", params={"q": "贾师傅"}).text
    assert "只问这一次" not in client.get(send(client, nowhere.replace("贾", "金"))).text
    assert 'value="四川省广元市利州区"' in client.get("/settings").text


def test_a_county_nobody_knows_is_told_and_the_file_stays(client: TestClient) -> None:
    address = send(client, VILLAGE)

    refused = client.post(address, data={"county": "威灵县"})

    assert refused.status_code == 422 and "没有叫“威灵县”的县区" in refused.text
    assert client.get(address).status_code == 200


def test_several_files_go_in_together_and_one_that_cannot_be_read_stops_no_other(client: TestClient) -> None:
    files = [
        ("file", ("宝轮镇.csv", VILLAGE.encode())),
        ("file", ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100)),
        ("file", ("接龙.txt", CHAIN.encode())),
    ]
    shown = client.post("/imports", files=files)
    tokens = re.findall(r'name="f" value="([0-9a-f]{32})"', shown.text)

    left = client.post("/imports/files", data={"f": tokens, "county": "利州区"})

    assert len(tokens) == 3 and "读不了" in shown.text
    assert "卫*傅" in client.get("/workers", params={"q": "卫师傅"}).text
    assert "郑*燕" in client.get("/workers", params={"q": "郑小燕"}).text
    assert "照片.xlsx" in left.text and "别的文件已经导入" in left.text


def test_one_answer_on_the_page_serves_all_rows_alike_and_the_counters_fall(client: TestClient) -> None:
    rows = "".join(f"张{name},1391111{at:04d},17,利州区\n" for at, name in enumerate("伟芳娜敏静"))
    client.post(send(client, "姓名,手机号,年龄,县区\n" + rows))
    waiting = client.get("/imports/waiting").text
    asked = {"rule": "age_near_minor", "column": "年龄", "kind": "workers"}

    answered = client.post("/imports/answers", data=asked | {"choice": "keep"})
    twice = client.post("/imports/answers", data=asked | {"choice": "keep"})

    assert "都问过，周岁无误，按年龄登记 · 5 行都这样" in waiting
    assert "没有要答的了" in answered.text and twice.status_code == 404
    assert client.get("/imports").text.count('<td class="n" data-label="待决定">0</td>') == 1


def test_a_cell_is_mended_on_the_page_and_the_row_kept(client: TestClient) -> None:
    client.post(send(client, VILLAGE))
    page = client.get("/imports/waiting").text
    row = re.findall(r"/imports/rows/(\d+)/cells", page)[0]

    after = client.post(f"/imports/rows/{row}/cells", data={"cell-1": ""})

    assert "没有要答的了" in after.text
    assert "褚*傅" in client.get("/workers", params={"q": "褚师傅"}).text


def test_the_same_file_with_a_changed_column_is_read_again_and_says_so(client: TestClient) -> None:
    text = "姓名,备注一,手机号,县区\n蒋师傅,会电焊,13911110005,利州区\n"
    client.post(send(client, text))
    address = send(client, text)
    told = client.get(address).text

    client.post(address, data={"column-0-1": "text"})

    assert "这个文件已导入过" in told
    assert "蒋*傅" in client.get("/workers", params={"q": "会电焊"}).text
    assert client.get("/workers", params={"q": "蒋师傅"}).text.count("蒋*傅") == 1


def test_before_any_file_the_page_of_questions_sends_to_the_imports(client: TestClient) -> None:
    zh, en = client.get("/imports/waiting").text, client.get("/imports/waiting?lang=en").text

    assert "还没有导入过文件" in zh and "No file was imported yet" in en
    assert "没有要答的了" not in zh and 'href="/plans/new"' not in zh
