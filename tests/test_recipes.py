"""The recipes of CONTRIBUTING.md are walked in a copy of the house: so many files, and the new thing is at work."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.test_architecture import ROOMS, ROOT

RULE = '''
def no_hot_kitchen_for_the_tall(market: Market, pairs: Pairs, today: date) -> BoolArray:  # noqa: ARG001
    """Nobody goes to a posting whose text says kitchen."""
    hot: BoolArray = np.array(["厨房" in text for text in market.postings.text], dtype=np.bool_)
    return ~hot[pairs.posting]


def _kitchen(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    return {"work": same(market.postings.text[posting])}


OF_PLACE: Final = (
    HardRule(
        no_hot_kitchen_for_the_tall, of_posting=lambda m, _: (np.array(m.postings.text),), fills=_kitchen, own_wish=True
    ),
'''
PACK = """
[[rule]]
id = "no_hot_kitchen_for_the_tall"
title = { zh = "不去厨房", en = "No kitchen" }
text = { zh = "不去：{work}", en = "not there: {work}" }
source = { zh = "本人意愿", en = "The worker's own wish" }
evidence = "own"
valid_from = 2000-01-01
"""
RULE_AT_WORK = """
from matching.recommendation import OWN_WISHES
from policy import explain, judge
from policy.eligibility import AllowedRows
from labor.candidates import Pairs
from tests.policy.builders import TODAY, market
import numpy as np
made = market(postings=[{"text": "普工"}, {"text": "厨房"}])
print(judge(made, Pairs(np.array([0, 0]), np.array([0, 1])), TODAY).allowed.tolist())
print(AllowedRows(made, TODAY).postings.tolist())
print([(one.rule_id, one.text.zh, one.text.en) for one in explain(made, 0, 1, TODAY)])
print("no_hot_kitchen_for_the_tall" in OWN_WISHES)
"""
LOOK = '''

def many_openings(s: Sight) -> FloatArray:
    """Openings of the posting, in hundreds."""
    return s.market.postings.openings[s.posting] / 100
'''
FEATURE = """FEATURES: Final[tuple[Feature, ...]] = (
    Feature(
        "many_openings", looks.many_openings, RISES, 0.1, 0.0,
        Bilingual("招得多", "many openings"), Bilingual("招得少", "few openings"),
        of_worker=reads.nothing, of_posting=lambda s: (s.market.postings.openings,),
    ),
"""
FEATURE_AT_WORK = """
import numpy as np
from labor.candidates import Pairs
from matching import WeightedScorer
from matching.features import FEATURES, read
from matching.kind_tables import KindTables
from tests.policy.builders import TODAY, market
made = market(postings=[{"openings": 5}, {"openings": 500}])
pairs = Pairs(np.array([0, 0]), np.array([0, 1]))
print([feature.name for feature in FEATURES][0], read(made, pairs, TODAY)[:, 0].tolist())
model = WeightedScorer().model
tables = KindTables(made, model, TODAY, np.array([0, 1]))
both = np.array([0, 0]), np.array([0, 1])
print(np.allclose(tables.scores(np.array([0]), tables.rows(np.array([0])), both), model.score(made, pairs), rtol=1e-4))
"""
FERRY = """VEHICLE_KINDS: Final[tuple[VehicleKind, ...]] = (
    VehicleKind(
        "ferry", Bilingual("客轮", "ferry"), r"客轮|轮渡|ferry", "客轮", most_seats=800, km_h=30.0, by_timetable=True
    ),
"""
FERRY_AT_WORK = """
from datetime import date
from api.texts import word
from optimizer.journeys.driving_hours import TransportTerms, Way, judge_way
from policy.driving_hours import driving_hours
from tests.data.importers.judging.test_crews import offered
print(offered("轮渡", 300).mode, offered("大巴", 49).mode, word("words.mode", "ferry", "en"))
print(judge_way(Way(1500, "ferry", 0, 480), TransportTerms(), driving_hours(date(2026, 3, 2))).takes_min)
"""
PAGE = {
    "data/views/loads.py": '''
from __future__ import annotations
from sqlalchemy import select
from sqlalchemy.orm import Session
from data.columns import Line
from data.tables import Vehicle
from data.views.paging import Page, paged


def loads(session: Session) -> Page[Line]:
    """What each vehicle seats, the largest first."""
    return paged(session, select(Vehicle.number, Vehicle.rated_seats).order_by(Vehicle.rated_seats), lambda row: row)
''',
    "api/web/routes/loads.py": '''
from __future__ import annotations
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from api.web.dependencies import SessionOf, may
from api.web.pages import page
from data.views import loads

router = APIRouter()


@router.get("/loads", dependencies=[may("plans.see")])
def all_loads(request: Request, session: SessionOf) -> HTMLResponse:
    """What each vehicle seats."""
    return page(request, "loads.html", found=loads.loads(session))
''',
    "api/web/templates/loads.html": """{% extends "base.html" %}{% block title %}{{ t('loads.title') }}{% endblock %}
{% block main %}<h1>{{ t('loads.title') }}</h1>{% for line in found.rows %}<p>{{ line.rated_seats }}</p>{% endfor %}
{% endblock %}""",
    "api/texts/loads.toml": 'title = { zh = "座位一览", en = "Seats at a glance" }',
}
PAGE_AT_WORK = """
import re, tempfile
from dataclasses import replace
from pathlib import Path
from starlette.testclient import TestClient
from api.settings import Settings
from api.web.app import make_app
from data import database, privacy
from tests.api.conftest import ORIGIN, TEST_KEY, fill
with tempfile.TemporaryDirectory() as folder:
    privacy.use(privacy.Keyring.of(TEST_KEY))
    engine = database.connect(f"sqlite:///{Path(folder) / 'one.db'}")
    database.migrate(engine)
    settings = replace(Settings(), folder=Path(folder), operator="x", more_hosts=frozenset({"testserver"}))
    office = fill(engine, settings)
    with TestClient(make_app(office.settings, office.engine), headers=ORIGIN) as client:
        for language in ("zh", "en"):
            shown = client.get("/loads", params={"lang": language})
            print(shown.status_code, *re.findall("<h1>(.*?)</h1><p>(.*?)</p>", shown.text)[0])
"""
PAPER = '''
from __future__ import annotations
from sqlalchemy import select
from sqlalchemy.orm import Session
from data.exports.sheets import PaperColumn, PaperSheet
from data.tables import TripRow
from labor.words import Bilingual


def sheet(session: Session, plan_id: int) -> PaperSheet:
    """How many ride on each trip."""
    name = Bilingual("人数", "Heads")
    rows = tuple((row.number, row.people) for row in session.scalars(select(TripRow).where(TripRow.plan_id == plan_id)))
    columns = (PaperColumn(Bilingual("班次", "Trip"), 8), PaperColumn(name, 8))
    return PaperSheet(name=name, title=name, columns=columns, rows=rows, synthetic=False)
'''
PAPER_AT_WORK = """
import tempfile
from pathlib import Path
from data import database, privacy
from data.exports.bundle import Papers
from data.privacy import Reader
from tests.builders import NOW
from tests.conftest import TEST_KEY
from tests.data.exports.seasons import a_season
with tempfile.TemporaryDirectory() as folder:
    privacy.use(privacy.Keyring.of(TEST_KEY))
    engine = database.connect(f"sqlite:///{Path(folder) / 'one.db'}")
    database.migrate(engine)
    with database.opened(engine) as session:
        a_season(session)
        made = Papers(session, 1, Path(folder) / "papers", Reader("x", "y", NOW)).write()
        print(sorted(path.name for path in made if path.name.startswith("人数")))
"""


def copy_of_the_house(folder: Path, *, with_pages: bool = False) -> Path:
    """The rooms and the tests, where a change may be tried; migrations and pages only where they are asked for."""
    unused = ("__pycache__", *(() if with_pages else ("static", "migrations")))
    for name in (*ROOMS, "tests"):
        left_out = shutil.ignore_patterns(*unused, *(("office", "cases") if name == "tests" else ()))
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    return folder


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def at_work(house: Path, program: str) -> list[str]:
    """What a program prints in the changed house."""
    command = [sys.executable, "-c", program]
    surroundings = {"PYTHONPATH": str(house), "PYTHONIOENCODING": "utf-8", "PATH": ""}
    done = subprocess.run(command, cwd=house, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_hard_rule_is_two_files(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    changed(house / "policy/eligibility/wishes.py", "OF_PLACE: Final = (\n", RULE.lstrip("\n"))
    pack = house / "policy/packs/wishes.toml"
    pack.write_text(pack.read_text(encoding="utf-8") + PACK, encoding="utf-8")

    allowed, rows, ground, wish = at_work(house, RULE_AT_WORK)

    assert (allowed, rows, wish) == ("[True, False]", "[0]", "True")
    assert ground == "[('no_hot_kitchen_for_the_tall', '不去：厨房', 'not there: 厨房')]"


def test_a_feature_is_two_files(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    changed(house / "matching/features/family.py", "FEATURES: Final[tuple[Feature, ...]] = (\n", FEATURE)
    looks = house / "matching/features/looks.py"
    looks.write_text(looks.read_text(encoding="utf-8") + LOOK, encoding="utf-8")

    seen, alike = at_work(house, FEATURE_AT_WORK)

    assert (seen, alike) == ("many_openings [0.05, 5.0]", "True")


def test_a_kind_of_vehicle_is_one_file_before_its_migration(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    kinds = house / "labor/vehicle_kinds.py"
    changed(kinds, "VEHICLE_KINDS: Final[tuple[VehicleKind, ...]] = (\n", FERRY)

    told, minutes = at_work(house, FERRY_AT_WORK)

    assert told == "ferry coach ferry"
    assert minutes == "3000"  # 1,500 km at 30 km/h: nobody's driving hours end it


def test_a_page_is_four_files_of_its_own_and_a_place_among_the_routes(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path, with_pages=True)
    for path, text in PAGE.items():
        (house / path).write_text(text.lstrip("\n"), encoding="utf-8")
    routes = house / "api/web/routes/__init__.py"
    changed(routes, "from api.web.routes import (\n", "from api.web.routes import (\n    loads,\n")
    listed = "ROUTERS: Final[tuple[APIRouter, ...]] = (\n"
    changed(routes, listed, f"{listed}    loads.router,\n")

    assert at_work(house, PAGE_AT_WORK) == ["200 座位一览 49", "200 Seats at a glance 49"]


def test_a_paper_is_its_own_file_and_a_place_in_the_bundle(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path, with_pages=True)
    (house / "data/exports/heads.py").write_text(PAPER.lstrip("\n"), encoding="utf-8")
    bundle = house / "data/exports/bundle.py"
    changed(bundle, "from data.exports import handover, hints,", "from data.exports import handover, heads, hints,")
    changed(bundle, "NAMES = {\n", 'NAMES = {\n    "heads": Bilingual("人数", "heads"),\n')
    listed = 'self._keep(self._name("reserve"), [leftovers.reserve(session, plan_id, reader=reader)])\n'
    changed(bundle, listed, f'{listed}        self._keep(self._name("heads"), [heads.sheet(session, plan_id)])\n')

    assert at_work(house, PAPER_AT_WORK) == ["['人数.xlsx']"]
