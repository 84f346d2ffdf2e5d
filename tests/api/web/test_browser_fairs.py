"""A fair in a real browser: set up, invited, timed, held, counted; and no page wider than a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from data import database
from data.database import opened
from tests import builders
from tests.api.conftest import PHONES, fill, served, settings_for

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path, settings: Settings, sqlite_template: Path) -> Iterator[str]:
    """The console of the small office, with a second employer."""
    path = tmp_path / "registers.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{path}")
    office = fill(engine, settings_for(engine, settings))
    with opened(engine) as session:
        other = builders.an_employer(session, "城东服装厂")
        builders.a_posting(session, other, title="缝纫工", wage_low_fen=450_000, wage_high_fen=600_000, lodging=True)
    with served(office.settings, engine) as where:
        yield where
    engine.dispose()


def test_the_whole_way_of_a_fair_by_page(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.set_default_timeout(20_000)
    page.goto(f"{address}/fairs?lang=zh")
    page.click("text=新招聘会")
    page.fill("[name=name]", "春风行动")
    page.fill("[name=day]", str(builders.TODAY + timedelta(days=20)))
    page.fill("[name=county]", "利州区")
    page.fill("[name=venue]", "人民广场")
    page.click("text=建立招聘会")
    for _ in range(2):
        page.click("section:has-text('有岗位、还没有展位的单位') >> text=添加展位 >> nth=0")
    page.click(".tabs >> text=邀请与安排")
    page.fill("[name=count]", "20")
    page.click("text=邀请这些人")
    assert "新邀请 8 人" in page.content()
    page.click("text=排面谈时间")
    page.wait_for_selector("text=复核通过", timeout=90_000)
    assert "已证明最好" in page.content()
    page.click(".tabs >> text=入场")
    for visitor in range(1, 9):
        page.goto(f"{address}/fairs/1/door?q={PHONES[visitor - 1][-4:]}&at=9:00")
        page.click(f"form[action^='/fairs/1/visitors/{visitor}/in'] button")
    page.goto(f"{address}/fairs/1/booths/1?at=9:00")
    page.click("text=开始面谈 >> nth=0")
    page.click("text=有意向 >> nth=0")
    page.goto(f"{address}/fairs/1/booths/2?at=9:00")
    page.click("button:has-text('离场')")
    assert "已改排" in page.content()
    page.goto(f"{address}/fairs/1/report")
    assert page.inner_text("a[href='/fairs/1/talks?only=intention'] b") == "1"
    page.click("a[href='/fairs/1/talks?only=intention']")
    assert "有意向" in page.content()
    page.close()
    narrow = browser.new_page(viewport={"width": 360, "height": 780})
    paths = ["", "/plan", "/visitors", "/visitors/1", "/door?q=1", "/booths/1", "/board", "/report", "/talks"]
    wide = {}
    for path in ("/fairs", "/fairs/new", *(f"/fairs/1{one}" for one in paths)):
        for language in ("zh", "en"):
            narrow.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
            wide[path, language] = narrow.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 360} == {}
    narrow.close()
