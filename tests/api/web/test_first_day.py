"""A new office by page, in a real browser: its own files in, few questions answered, a plan, coaches departed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from api.settings import Settings
from data import database
from data.database import opened
from data.rounds.parties import parties
from data.sample.identity import identity_number
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
    settings: Settings
    engine: Engine
    door: ExitStack
    where: str = ""
    answers: int = 0

    def open_on(self, day: date) -> None:
        """Close the console and open it again on the same registers, this day by its clock."""
        self.door.close()
        self.where = self.door.enter_context(served(replace(self.settings, as_of=day), self.engine))

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
    with ExitStack() as door:
        made = Console(browser.new_page(), settings_for(engine, settings), engine, door)
        made.open_on(LOOKED_AT)
        yield made
    engine.dispose()


def bring_in(console: Console, files: list[Path], county: str = "") -> None:
    """Choose all files at once, say the county where it is asked, confirm."""
    console.page.set_default_timeout(150_000)  # a busy machine judges eleven files for a while
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


def plan_two_weeks(console: Console) -> None:
    """From the last question to the page of the plan."""
    page = console.page
    page.click("a[href='/plans/new']")
    page.fill("input[name=first_day]", "2026-12-01")
    page.fill("input[name=last_day]", "2026-12-14")
    page.fill("input[name=time_limit_s]", "15")
    page.click("main form button:not(.quiet)")
    page.wait_for_selector("main a[href^='/plans/1']", timeout=180_000)
    page.click("main a[href^='/plans/1']")
    page.wait_for_selector("#trips tbody tr", timeout=60_000)


@dataclass(frozen=True)
class Coach:
    """A line of a plan's trips."""

    batch: str
    leaves: date
    people: int


def coaches_of(console: Console) -> list[Coach]:
    """What the open page of a plan says of the coaches that run."""
    found = []
    for line in console.page.query_selector_all("#trips tbody tr"):
        cells = [cell.inner_text() for cell in line.query_selector_all("td")]
        if cells[1].startswith("客车"):
            batch = line.query_selector("a[href^='/batches/']").get_attribute("href")
            found.append(Coach(batch, date.fromisoformat(cells[3].split()[0]), int(cells[5].split("/")[0])))
    return found


def take_step(console: Console, to: str, note: str = "") -> str:
    """Press the button of a step, with a note where the page requires one; the status the page shows then."""
    page = console.page
    form = page.locator(f"form[action='/rounds/1/step']:has(input[name=to][value={to}])")
    assert form.count() == 1, page.inner_text("main")
    if note:
        assert form.locator("input[name=note]").get_attribute("required") is not None
        form.locator("input[name=note]").fill(note)
    form.locator("button").click()
    page.wait_for_load_state()
    return str(page.inner_text("ol.steps [aria-current=step]")).split()[-1]


def everybody_says_yes(console: Console) -> int:
    """Answer 1 for each person of each page of replies; how many were asked."""
    asked = 0
    while True:
        console.go("/rounds/1/replies?answer=not_asked")
        keys = console.page.query_selector_all("input.key")
        if not keys:
            return asked
        for key in keys:
            key.fill("1")
        console.page.click("form[action='/rounds/1/replies'] button")
        console.page.wait_for_load_state()
        asked += len(keys)
        assert asked < 200, "the answers of a page are not kept"


def everybody_agrees(console: Console) -> int:
    """Write down the consents, one employer at a time; how many employers asked."""
    employers = 0
    while console.page.locator("form[action$='/consents']").count():
        form = console.page.locator("form[action$='/consents']").first
        form.locator("input[name=agreed]").check()
        form.locator("button").click()
        console.page.wait_for_load_state()
        employers += 1
        assert employers < 10, "a consent is not kept"
    return employers


def obstacles(console: Console, word: str) -> list[str]:
    """Lines of the round's page with this word, folded ones too."""
    console.go("/rounds/1")
    return [line for line in console.page.locator("#next .note li").all_text_contents() if word in line]


def name_the_drivers(console: Console) -> int:
    """Go from the round's page to each vehicle it names, and write down as many drivers as the page proposes."""
    console.go("/rounds/1")
    links = console.page.locator("#next a[href$='#crew']")
    asked = [links.nth(at).get_attribute("href") for at in range(links.count())]
    for address in asked:
        console.go(address)
        assert int(console.page.input_value("#crew input[name=drivers]")) >= 2
        console.page.click("#crew button")
        console.page.wait_for_load_state()
    return len(asked)


def opened_numbers(console: Console, number: int) -> tuple[str, str]:
    """Name and telephone of a person, opened on their page for a reason that is logged."""
    page = console.page
    console.go(f"/workers/{number}")
    page.fill("input[name=purpose]", "核对身份证")
    page.click("form:has(input[name=purpose]) button")
    page.wait_for_selector("main .note")
    name = page.inner_text("h1").rsplit(maxsplit=1)[0]
    return name, page.inner_text("dl.pairs dd >> nth=0")


def bring_cards(console: Console, path: Path) -> int:
    """Import the identity numbers of those whose age is not proven, as the page says; how many they are."""
    page, lines = console.page, obstacles(console, "出生日期没有登记")
    unproven = [int(re.findall(r"\((\d+)\)", line)[0]) for line in lines]
    with opened(console.engine) as session:  # what stands on a card: the sex the village gave
        sexes = {number: session.get_one(Worker, number).sex or 2 for number in unproven}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["姓名", "电话", "身份证号"])
        for number in unproven:
            card = identity_number(520526, date(1990, 1 + number % 12, 1 + number % 28), sexes[number], 0)
            rows.writerow([*opened_numbers(console, number), card])
    console.go("/imports")
    page.set_input_files("input[type=file]", str(path))
    page.click("form[enctype] button >> nth=0")
    page.click("main form[method=post] button")
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    console.go("/imports/waiting")
    assert answer_all(console, {}) == ["duplicate_name_phone"]
    return len(unproven)


def everybody_is_fit(console: Console) -> None:
    """Health checks, where a posting of the round asks for them."""
    console.go("/rounds/1")
    boxes = console.page.locator("#health input[name=pair]")
    for at in range(boxes.count()):
        boxes.nth(at).check()
    if boxes.count():
        console.page.click("#health button[value=yes]")
        console.page.wait_for_load_state()


def confirm_and_settle(console: Console, cards: Path, coaches: int) -> None:
    """From a plan's page to a confirmed round that nothing bars from the lock any more."""
    people = console.count(AssignmentRow)
    console.page.click("main .actions a[href='/rounds/1']")
    assert take_step(console, "offered") == "已征询"
    assert everybody_says_yes(console) == people
    console.go("/rounds/1")
    assert take_step(console, "confirmed") == "已确认"
    assert len(obstacles(console, "没有同意")) == people
    assert everybody_agrees(console) >= 2
    assert 1 <= name_the_drivers(console) <= coaches
    assert bring_cards(console, cards) >= 1
    everybody_is_fit(console)
    assert obstacles(console, "→") == []


def fill_the_gate(console: Console, coaches: list[Coach]) -> None:
    """Who is in charge and the insurance, once for all vehicles; certificates and agreements coach by coach."""
    page = console.page
    console.go(coaches[0].batch)
    said = {"leader": "王丽 13812345678", "deputy": "李军 13912345678", "escorts": "王丽 13812345678",
            "receiver": "周主管 13712345678", "insurer": "人保财险", "insurance_number": "PA-2026-1"}  # fmt: skip
    for name, words in said.items():
        page.fill(f"#gate input[name={name}]", words)
    page.click("#gate details summary >> nth=0")
    others = page.locator("#gate input[name=also]")
    for at in range(others.count()):
        others.nth(at).check()
    page.click("#gate form[action$='/gate'] button")
    page.wait_for_load_state()
    for coach in coaches:
        console.go(coach.batch)
        assert "138****5678" in page.inner_text("#gate")
        page.click("#gate summary:has-text('合同')")
        page.click("#gate button[name=everybody]")
        page.wait_for_load_state()


def leave_day_by_day(console: Console) -> None:
    """Press each departure on its own day; with the last of them the round has departed."""
    with opened(console.engine) as session:
        days = sorted({one.day for one in parties(session, 1)})
    for day in days:
        console.open_on(day)
        console.go("/rounds/1")
        due = console.page.locator("#trips form[action$='/departures']:has(button:not(.quiet))")
        assert due.count() >= 1, console.page.inner_text("main")
        while due.count():
            assert console.page.inner_text("ol.steps [aria-current=step]").endswith("已锁定")
            reason = due.first.locator("input[name=note]")
            if reason.get_attribute("required") is not None:
                reason.fill("合同到厂当天签")
            due.first.locator("button").click()
            console.page.wait_for_load_state()
    assert console.page.inner_text("ol.steps [aria-current=step]").endswith("已出发")


def names_on_manifest(console: Console, coach: Coach) -> int:
    """How many people stand on a departed coach's list for the escort, each with a name."""
    console.go(coach.batch)
    assert "已出发" in console.page.inner_text("main .head .actions")
    console.go(f"{coach.batch}/print?copy=escort")
    at = console.page.locator("thead th").all_inner_texts().index("姓名")
    names = console.page.locator(f"tbody tr td:nth-child({at + 1})").all_inner_texts()
    return sum(len(name.strip()) >= 2 and "*" not in name for name in names)


def test_a_new_office_goes_from_its_own_files_to_departed_coaches_with_few_answers(
    console: Console, tmp_path: Path
) -> None:
    files = sorted(path for path in OFFICE.iterdir() if path.suffix in (".xlsx", ".csv", ".txt"))
    bring_in(console, [file for file in files if file.name != COMES_LATER], "威宁县")
    without = console.count(Worker)

    asked = answer_all(console, {"openings_missing": "5"})

    assert without >= 100
    assert console.count(Worker) >= 150 - 4  # four stand twice or have a number that cannot be
    assert console.answers <= 12, asked
    assert "没有要答的了" in console.page.content()

    plan_two_weeks(console)
    coaches = coaches_of(console)

    assert console.count(AssignmentRow) >= 100
    assert int(console.page.inner_text("a.figure[href='/plans/1/people'] b")) >= 100
    assert len(coaches) >= 2
    assert "审计" in console.page.content()

    confirm_and_settle(console, tmp_path / "身份证.csv", len(coaches))
    first_day = min(coach.leaves for coach in coaches)
    console.open_on(first_day - timedelta(days=1))
    console.go("/rounds/1")
    assert take_step(console, "locked", "12月1日电话核实，岗位都在") == "已锁定"
    fill_the_gate(console, coaches)
    leave_day_by_day(console)

    assert [names_on_manifest(console, coach) for coach in coaches] == [coach.people for coach in coaches]
