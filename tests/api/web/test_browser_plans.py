"""The pages of a plan in a real browser: phone width in both languages, the question asked with a click, no script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from api.settings import Settings
from data import database
from data.database import opened
from data.rounds import Signature, manual_changes
from data.tables import Fare, Posting, UnplacedRow, Vehicle
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office, fill, served, settings_for

pytestmark = pytest.mark.browser
WINDOW = DateWindow(date(2026, 2, 20), date(2026, 2, 26))


@pytest.fixture
def address(tmp_path: Path, settings: Settings, sqlite_template: Path) -> Iterator[str]:
    """The console of an office with a plan that leaves five of eight at home, and one pin."""
    path = tmp_path / "registers.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{path}")
    office: Office = fill(engine, settings_for(engine, settings))
    with opened(engine) as session:
        session.execute(update(Posting).values(openings=2))
        session.execute(update(Posting).where(Posting.id == office.postings[0]).values(openings=1))
        session.execute(update(Vehicle).values(leaves_minute=420, fixed_cost_fen=50_000))
        session.execute(delete(Fare))
    order = PlanOrder(WINDOW, builders.TODAY, params=PlanParams(time_limit_s=10.0), quotas={"cross_province": 5})
    dispatch(engine, order, WeightedScorer())
    with opened(engine) as session:
        signature = Signature("老陈", builders.NOW, "领队和保险已落实")
        manual_changes.pin(
            session, 1, office.workers[0], to=manual_changes.PinnedTo(office.postings[0]), signature=signature
        )
        stays = session.scalars(select(UnplacedRow.worker_id)).all()[0]
    with served(office.settings, engine) as where:
        yield f"{where} {stays}"
    engine.dispose()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_of_a_plan_is_wider_than_a_phone(browser: Any, address: str, language: str) -> None:
    where, stays = address.split()
    page = browser.new_page(viewport={"width": 360, "height": 780})
    paths = ["/plans/1", "/plans/1/unplaced", f"/plans/1/questions/worker/{stays}", "/plans/1/questions/plan/1"]
    paths += ["/plans/1/postings", "/batches/1?van=6", "/rounds/1", "/plans/new"]

    wide = {
        path: page.evaluate("document.documentElement.scrollWidth")
        for path in paths
        if page.goto(f"{where}{path}{'&' if '?' in path else '?'}lang={language}").ok
    }

    assert wide.keys() == set(paths)
    assert {path: width for path, width in wide.items() if width > 360} == {}
    page.close()


@pytest.mark.slow
def test_a_question_is_asked_with_a_click_and_answered_on_its_page(browser: Any, address: str) -> None:
    where, stays = address.split()
    page = browser.new_page()
    page.goto(f"{where}/plans/1/unplaced?lang=zh")
    page.click(f"a[href='/plans/1/questions/worker/{stays}']")
    page.click("main form button")

    page.wait_for_selector("text=可行的改动", timeout=90_000)
    page.wait_for_selector("td.lead", timeout=90_000)

    assert "增加1个名额" in page.inner_text("table")
    assert "多" in page.inner_text("tbody tr >> nth=0")
    page.close()


def test_the_reserve_is_sized_anew_without_script(browser: Any, address: str) -> None:
    where, _ = address.split()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{where}/batches/1?lang=zh")
    page.fill("input[name=risk]", "0")
    page.click("text=重新推算")

    assert "risk=0" in page.url and page.locator("text=建议通知").count() > 0
    context.close()
