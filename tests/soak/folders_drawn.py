"""Random folders of plain CSV in which any rule of docs/formats.md may bind, written by hand and not by the engine."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

FIRST = date(2026, 3, 2)


def draw(folder: Path, seed: int) -> Path:
    """5 to 40 workers, 2 to 8 postings, up to 7 vehicles; same seed, same files."""
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    count, places = random.randint(5, 40), random.randint(2, 8)
    travel = random.random()
    workers = _workers(random, count)
    _write(folder / "workers.csv", workers)
    _write(folder / "postings.csv", [_posting(random, at, count // 3) for at in range(places)])
    pairs = _pairs(random, workers, places)
    _write(folder / "pairs.csv", pairs)
    if travel < 0.75:
        _write(folder / "vehicles.csv", [_vehicle(random, at) for at in range(random.randint(1, 7))])
    if 0.3 < travel < 0.9:
        _write(folder / "fares.csv", _fares(random))
    settings = _settings(random, workers, pairs)
    if settings:
        (folder / "settings.json").write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    return folder


def _write(path: Path, told: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(told[0]))
        writer.writeheader()
        writer.writerows(told)


def _day(random: Random, low: int, high: int, share: float) -> str:
    return str(FIRST + timedelta(days=random.randint(low, high))) if random.random() < share else ""


def _workers(random: Random, count: int) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    dated, grouped, crews = random.random() * 0.4, random.random() * 0.4, random.random() * 0.4
    origins: dict[str, str] = {}
    for at in range(count):
        size = random.randint(2, 5) if random.random() < crews else 1
        men = random.randint(0, size)
        said = random.random()
        group = f"g{random.randint(0, max(1, count // 4))}" if random.random() < grouped else ""
        origin = origins.setdefault(group or f"-{at}", random.choice("甲甲甲乙乙乙乙丙丙" + " ").strip())
        sex = random.choice("MF") if size == 1 and said < 0.5 else ""
        both = not sex and said < 0.85
        told.append({
            "worker_id": f"工{at:03d}", "size": size if size > 1 or random.random() < 0.5 else "", "group_id": group,
            "origin": origin, "sex": sex, "men": men if both else "", "women": size - men if both else "",
            "earliest": _day(random, -1, 3, dated), "latest": _day(random, 1, 6, dated),
        })  # fmt: skip
    return told


def _posting(random: Random, at: int, most: int) -> dict[str, Any]:
    kind = random.random()
    return {
        "posting_id": f"岗,{at}" if at == 1 else f"岗{at}", "openings": random.randint(1, max(3, most)),
        "destination": random.choice("丁丁丁戊戊戊戊甲 ").strip(),
        "min_team": random.randint(0, 4) if random.random() < 0.4 else "",
        "beds": random.randint(0, most + 2) if kind < 0.25 else "",
        "beds_m": random.randint(0, most) if 0.25 < kind < 0.5 else "",
        "beds_f": random.randint(0, most) if 0.35 < kind < 0.6 else "",
        "start_from": _day(random, -1, 3, 0.25), "start_by": _day(random, 2, 8, 0.25),
    }  # fmt: skip


def _pairs(random: Random, workers: list[dict[str, Any]], places: int) -> list[dict[str, Any]]:
    shared: dict[str, set[int]] = {}
    told = []
    for one in workers:
        listed = {at for at in range(places) if random.random() < 0.7}
        if one["group_id"] and random.random() < 0.8:
            listed = shared.setdefault(one["group_id"], listed)
        for at in sorted(listed):
            worth = random.uniform(-8, 160) * int(one["size"] or 1)
            name = f"岗,{at}" if at == 1 else f"岗{at}"
            told.append({"worker_id": one["worker_id"], "posting_id": name, "value": f"{worth:.2f}"})
    random.shuffle(told)
    return told or [{"worker_id": workers[0]["worker_id"], "posting_id": "岗0", "value": "1"}]


def _vehicle(random: Random, at: int) -> dict[str, Any]:
    leaves = random.random() < 0.5
    after = random.randint(0, 4)
    arrives = leaves and random.random() < 0.6
    return {
        "vehicle_id": f"车{at}", "origin": "|".join(random.sample(["甲", "乙", "丙"], random.randint(1, 2))),
        "destination": "|".join(random.sample(["丁", "戊"], random.randint(1, 2))), "seats": random.randint(2, 14),
        "fixed_cost": f"{random.uniform(0, 300):.2f}", "cost_per_person": random.choice(["", "0", "3.5", "12.25"]),
        "min_load": random.choice(["", "", "2", "4", "7"]), "escorts": random.choice(["", "", "1", "2"]),
        "available": random.choice(["", "1", "0", "2", "3", "*"]),
        "date": str(FIRST + timedelta(days=after)) if leaves else "",
        "arrives": str(FIRST + timedelta(days=after + random.randint(0, 2))) if arrives else "",
    }  # fmt: skip


def _fares(random: Random) -> list[dict[str, Any]]:
    told = [
        {"origin": here, "destination": there, "fare": f"{random.uniform(1, 60):.1f}", "days": random.choice("012")}
        for here in "甲乙丙" for there in "丁戊" if random.random() < 0.6
    ]  # fmt: skip
    return told or [{"origin": "甲", "destination": "丁", "fare": "9", "days": ""}]


def _settings(random: Random, workers: list[dict[str, Any]], pairs: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if random.random() < 0.4:
        told["objective"] = "placed_then_value"
    if random.random() < 0.3:
        told["budget"] = random.choice([0, random.randint(20, 900), random.randint(20, 900) + 0.25])
    for key, share, most in (("pins", 0.25, 2), ("bans", 0.4, 4)):
        if random.random() < share:
            chosen = random.sample(pairs, min(most, len(pairs)))
            told[key] = [[one["worker_id"], one["posting_id"]] for one in chosen]
    return told
