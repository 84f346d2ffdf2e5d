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


def copy_of_the_house(folder: Path) -> Path:
    """The rooms and the tests, where a change may be tried."""
    for name in (*ROOMS, "tests"):
        left_out = shutil.ignore_patterns("__pycache__", "office", "cases", "static", "migrations")
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
