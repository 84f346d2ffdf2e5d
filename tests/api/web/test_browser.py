"""A real browser at the console: phone width, languages, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from data import database
from tests.api.conftest import Office, fill, served, settings_for

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path, settings: Settings, sqlite_template: Path) -> Iterator[str]:
    """The console of the small office on a free port."""
    path = tmp_path / "registers.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{path}")
    office: Office = fill(engine, settings_for(engine, settings))
    with served(office.settings, engine) as where:
        yield where
    engine.dispose()


@pytest.mark.parametrize(
    "path",
    ["/", "/imports", "/workers", "/postings", "/vehicles", "/stations", "/stations/1", "/plans/new", "/readings"],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_a_phone(browser: Any, address: str, path: str, language: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(f"{address}{path}?lang={language}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_every_byte_comes_from_this_machine_and_nothing_is_refused(browser: Any, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in ("/", "/workers", "/plans/new"):
        page.goto(f"{address}{path}")

    assert all(url.startswith(address) for url in asked)
    assert said == []
    page.close()


def test_a_form_works_without_script(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/workers")
    page.fill("input[name=q]", "孙悟空")
    page.click("main form button")

    assert page.locator("tbody tr").count() == 1
    context.close()


def test_the_full_number_appears_only_after_a_purpose_is_stated(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/workers/1")
    assert "13800000000" not in page.content()
    page.fill("input[name=purpose]", "电话核实")
    page.click("text=显示完整姓名和号码")

    assert "13800000000" in page.content()
    page.close()


@pytest.mark.slow
def test_a_run_is_watched_live_until_its_plan_can_be_opened(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/plans/new")
    page.fill("input[name=first_day]", "2026-02-20")
    page.fill("input[name=last_day]", "2026-02-26")
    page.click("text=开始计算")
    page.wait_for_selector("text=查看计划", timeout=120_000)
    page.click("text=查看计划")
    page.wait_for_selector("svg.map.whole")

    assert "人员流向示意图" in page.content()
    assert page.locator("svg.map").count() == 2
    page.close()
