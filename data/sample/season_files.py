"""The season written as the files offices send, its faults planted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.sample.chains import chain_text
from data.sample.drafts import SheetDraft
from data.sample.history_files import write_history, write_replies
from data.sample.order_files import arrears_draft, employer_draft, fare_draft, hub_draft, order_drafts, vehicle_draft
from data.sample.plants import plant_faults
from data.sample.season import SEED, TODAY, Season, SeasonFile, draw_season
from data.sample.sheets import write_text_table, write_workbook
from data.sample.village_files import village_drafts
from data.sample.village_layouts import CHAINS, GB18030, UTF8


def write_season(folder: Path, *, seed: int = SEED, workers: int = 3000, today: date = TODAY) -> Season:
    """Draw the season and write its files, faults planted, into ``folder``."""
    season = draw_season(seed=seed, workers=workers, today=today)
    folder.mkdir(parents=True, exist_ok=True)
    register = season.register
    villages = village_drafts(register.people)
    orders = order_drafts(register.orders, register.employers)
    offices = {
        "hubs": [hub_draft()],
        "employers": [employer_draft(register.employers)],
        "arrears": [arrears_draft(register.employers, today)],
        "vehicles": [vehicle_draft(register.vehicles)],
        "fares": [fare_draft(register.fares)],
    }
    plants = plant_faults(villages, orders, offices, today)
    files = [
        SeasonFile(_write(folder, offices["hubs"]), "hubs"),
        SeasonFile(_write(folder, offices["employers"]), "employers"),
        SeasonFile(_write(folder, offices["arrears"]), "employers"),
        *(SeasonFile(_write(folder, drafts), "postings") for drafts in orders),
        SeasonFile(_write(folder, offices["vehicles"]), "vehicles"),
        SeasonFile(_write(folder, offices["fares"]), "fares"),
        *(SeasonFile(_write(folder, drafts), "workers") for drafts in villages),
        *_write_chains(folder, season),
        *_write_past(folder, season),
    ]
    return Season(today, register, season.history, season.replies, season.latent, tuple(files), tuple(plants))


def _write(folder: Path, drafts: Sequence[SheetDraft]) -> Path:
    if drafts[0].file.endswith(".xlsx"):
        return write_workbook(folder, list(drafts))
    old = any(town in drafts[0].file for town in (*GB18030, "北京"))
    marked = any(town in drafts[0].file for town in UTF8)
    return write_text_table(folder, drafts[0], "gb18030" if old else "utf-8-sig" if marked else "utf-8")


def _write_chains(folder: Path, season: Season) -> list[SeasonFile]:
    written = []
    for township in sorted(CHAINS):
        path = folder / f"样例-{township}微信接龙.txt"
        members = [p for p in season.register.people if p.township == township]
        path.write_text(chain_text(township, members, season.today), encoding="utf-8")
        written.append(SeasonFile(path, "workers"))
    return written


def _write_past(folder: Path, season: Season) -> list[SeasonFile]:
    past = write_history(folder, season.register, season.history)
    replies = write_replies(folder, season.register, season.replies, season.today)
    return [SeasonFile(past[0], "past_postings"), SeasonFile(past[1], "history"), SeasonFile(replies, "replies")]
