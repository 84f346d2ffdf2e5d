"""A new office's first day by page, in a real browser: its own files in, few questions answered, a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from api.settings import Settings
from data import database
from data.database import opened
from data.tables import AssignmentRow, Worker
from tests.api.conftest import served, settings_for

pytestmark = pytest.mark.browser
OFFICE = Path(__file__).parents[2] / "office"
COMES_LATER = "加入三人.xlsx"
LOOKED_AT = date(2026, 11, 27)


@dataclass
class Console:
    """An empty office's console in a browser, and what stands behind it."""

    page: Any
    where: str
    engine: Engine
    answers: int = 0

    def go(self, path: str) -> None:
        """Open a page."""
        assert self.page.goto(self.where + path).status == 200

    def count(self, table: Any) -> int:
        """Rows of a table."""
        with opened(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def console(browser: Any, tmp_path: Path, settings: Settings, sqlite_template: Path) -> Iterator[Console]:
    """Nothing in the registers, and the clock of the pages at the day the files were looked at."""
    path = tmp_path / "registers.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{path}")
    with served(replace(settings_for(engine, settings), as_of=LOOKED_AT), engine) as where:
        yield Console(browser.new_page(), where, engine)
    engine.dispose()


def bring_in(console: Console, files: list[Path], county: str = "") -> None:
    """Choose all files at once, say the county where it is asked, confirm."""
    console.go("/imports")
    console.page.set_input_files("input[type=file]", [str(file) for file in files])
    console.page.click("form[enctype] button >> nth=0")
    if county:
        console.page.fill("input[name=county]", county)
        console.answers += 1
    console.page.click("form[action='/imports/files'] button")
    console.page.wait_for_url("**/imports/waiting")


ANSWERS = ("merge", "keep", "drop")


def answer_all(console: Console, values: dict[str, str]) -> list[str]:
    """One answer a question, as a clerk who asked would give it: ``values`` where one must be typed."""
    asked = []
    while cards := console.page.query_selector_all("section.question"):
        card = cards[0]
        rule = card.query_selector("input[name=rule]").get_attribute("value")
        asked.append(rule)
        typed = card.query_selector("form[action='/imports/answers'] input[name=value]")
        if rule in values:
            typed.fill(values[rule])
            card.query_selector("button[value=value]").click()
        else:
            buttons = card.query_selector_all("form[action='/imports/answers'] button")
            offered = {button.get_attribute("value"): button for button in buttons}
            offered[next(word for word in ANSWERS if word in offered)].click()
        console.page.wait_for_load_state()
        assert len(asked) < 40, asked
    console.answers += len(asked)
    return asked


def test_a_new_office_goes_from_its_own_files_to_a_plan_with_few_answers(console: Console) -> None:
    files = sorted(path for path in OFFICE.iterdir() if path.suffix in (".xlsx", ".csv", ".txt"))
    bring_in(console, [file for file in files if file.name != COMES_LATER], "威宁县")
    without = console.count(Worker)

    asked = answer_all(console, {"openings_missing": "5"})

    assert without >= 100
    assert console.count(Worker) >= 150 - 4  # four stand twice or have a number that cannot be
    assert console.answers <= 12, asked
    assert "没有要答的了" in console.page.content()

    console.page.click("a[href='/plans/new']")
    console.page.fill("input[name=first_day]", "2026-12-01")
    console.page.fill("input[name=last_day]", "2026-12-14")
    console.page.fill("input[name=time_limit_s]", "15")
    console.page.click("main form button:not(.quiet)")
    console.page.wait_for_selector("main a[href^='/plans/1']", timeout=180_000)
    console.page.click("main a[href^='/plans/1']")

    assert console.count(AssignmentRow) >= 100
    assert "审计" in console.page.content()
