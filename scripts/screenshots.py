"""Pictures of the console for the manual, taken from the synthetic season with a real browser.

    gongqiao demo && python -m scripts.screenshots var/demo docs/pictures [names of pages]

"would-place" shows an answer where somebody asked for it first: `gongqiao explain 1 --worker 7 --home var/demo`.

The browser is Debian's chromium, or the one CHROMIUM names; nothing is fetched.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from api.cli import offices
from api.cli.offices import Office
from api.office.phones import links
from api.web.app import make_app
from data.database import opened
from data.registers import village_codes
from data.registers.village_codes import Where
from data.tables import Worker
from data.tables.tenants import tenant_of

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZES = {"wide": (1400, 900), "phone": (360, 780)}
PAGES = {
    "overview": "/",
    "imports": "/imports",
    "import": "/imports/{import}",
    "workers": "/workers",
    "worker": "/workers/{worker}",
    "recommendations": "/workers/{worker}/recommendations",
    "postings": "/postings?status=open",
    "posting": "/postings/{posting}",
    "employers": "/employers",
    "vehicles": "/vehicles",
    "new-plan": "/plans/new",
    "plans": "/plans",
    "plan": "/plans/{plan}",
    "unplaced": "/plans/{plan}/unplaced",
    "question": "/plans/{plan}/questions/plan/{plan}",
    "would-place": "/plans/{plan}/questions/worker/{stays}",
    "papers": "/plans/{plan}/papers",
    "reserve": "/plans/{plan}/reserve",
    "batch": "/batches/{batch}",
    "stops": "/batches/{batch}#stops",
    "manifest": "/batches/{batch}/print?copy=notice",
    "round": "/rounds/{round}",
    "replies": "/rounds/{round}/replies",
    "readings": "/readings",
    "settings": "/settings",
    "scorer": "/scorer",
}
# Pages of a worker's own telephone, let in by a link and four digits; "join" is the poster's form.
TELEPHONE = {"own": "/my", "own-data": "/my/data", "own-more": "/my/more", "join": "/join/{code}"}
NUMBERS = {"import": 9, "worker": 25, "posting": 9, "plan": 1, "batch": 1, "round": 1, "stays": 7}


def served(office: Office) -> tuple[uvicorn.Server, str]:
    """The console on a free port of this machine, in a thread."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(make_app(office.settings, office.engine), host="127.0.0.1", port=port, log_level="warning")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server, f"http://127.0.0.1:{port}"


def take(browser: Browser, base: str, target: Path, names: list[str]) -> None:
    """Every named page in both sizes and both languages."""
    for size, (width, height) in SIZES.items():
        for language in ("zh", "en"):
            page = browser.new_page(viewport={"width": width, "height": height})
            for name in names:
                address, mark, part = PAGES[name].format(**NUMBERS).partition("#")
                joint = "&" if "?" in address else "?"
                page.goto(f"{base}{address}{joint}lang={language}{mark}{part}", wait_until="load")
                page.screenshot(path=target / f"{name}-{size}-{language}.png", full_page=size == "phone")
            page.close()


def take_on_a_telephone(browser: Browser, base: str, target: Path, office: Office, names: list[str]) -> None:
    """The named pages of a worker's own telephone, in both languages."""
    now = datetime.now(tz=UTC)
    with opened(office.engine) as session:
        worker = session.get_one(Worker, NUMBERS["worker"])
        link, digits = links.to_worker(session, worker.id, by="screenshots", now=now), (worker.phone or "")[-4:]
        where = Where("村委会", worker.county, worker.township, worker.village)
        code = f"{tenant_of(session.connection())}-{village_codes.make(session, where, by='screenshots', now=now).code}"
    page = browser.new_page(viewport={"width": SIZES["phone"][0], "height": SIZES["phone"][1]})
    page.goto(base + urlsplit(link).path)
    page.fill("#digits", digits)
    page.click("button")
    for name in names:
        for language in ("zh", "en"):
            page.goto(f"{base}{TELEPHONE[name].format(code=code)}?lang={language}", wait_until="load")
            page.screenshot(path=target / f"{name}-phone-{language}.png", full_page=name != "own")
    page.close()


def main(home: Path, target: Path, names: list[str]) -> None:
    """Serve the office in ``home``, take its pictures into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    office = offices.opened(home)
    server, base = served(office)
    wanted = names or [*PAGES, *TELEPHONE]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--headless=new"])
        take(browser, base, target, [name for name in wanted if name in PAGES])
        take_on_a_telephone(browser, base, target, office, [name for name in wanted if name in TELEPHONE])
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
