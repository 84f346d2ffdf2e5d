"""settings.json of a fair: its hours, its aims, talks that are fixed or banned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.plainfiles.cells import LARGEST_COUNT, quoted, time_of_day
from api.plainfiles.faults import Faults
from api.plainfiles.settings_json import NAME, SettingsTold, read_told
from optimizer.fairs import AIMS, USUAL_AIMS, Clockwork

KNOWN: Final = (
    "start",
    "end",
    "slot_minutes",
    "pause_slots",
    "metres_a_minute",
    "aims",
    "fixed",
    "bans",
    "before",
)


@dataclass(frozen=True, slots=True)
class FairSettings:
    """``fixed`` as (person_id, booth_id, minute) and ``bans`` as (person_id, booth_id), with the line of their key."""

    clock: Clockwork
    aims: tuple[str, ...]
    fixed: tuple[tuple[str, str, int], ...]
    bans: tuple[tuple[str, str], ...]
    before: str | None
    lines: tuple[int, int, int]  # of fixed, bans and before


def read_fair_settings(folder: Path, faults: Faults) -> FairSettings | None:
    """The settings; None where the hours are not known, so that nothing else can be judged by them."""
    if not (folder / NAME).is_file():
        faults.add(NAME, 1, "there is no such file; it must give start, end and slot_minutes")
        return None
    file = read_told(folder / NAME, faults)
    if not file.readable:
        return None
    file.refuse_unknown(KNOWN, faults)
    clock = _clock(file, faults)
    aims, before = _aims(file, faults), file.settings.get("before")
    if before is not None and not (isinstance(before, str) and before and "\0" not in before):
        faults.add(NAME, file.line_of("before"), f"before {_shown(before)} is not the name of a talks.csv")
        before = None
    elif "moves" in aims and before is None:
        faults.add(NAME, file.line_of("aims"), "the aim moves needs before: the talks.csv to stay near")
    fixed = tuple((one, other, _minute(when)) for one, other, when in _lists(file, "fixed", 3, faults))
    bans = tuple((one, other) for one, other in _lists(file, "bans", 2, faults))
    lines = (file.line_of("fixed"), file.line_of("bans"), file.line_of("before"))
    return FairSettings(clock, aims, fixed, bans, before, lines) if clock else None


def _clock(file: SettingsTold, faults: Faults) -> Clockwork | None:
    noted = len(faults.found)
    start, end = _time(file, "start", faults), _time(file, "end", faults)
    slot = _whole(file, "slot_minutes", None, faults)
    pause = _whole(file, "pause_slots", 0, faults)
    speed = file.settings.get("metres_a_minute")
    speed = 50.0 if speed is None else speed
    if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0 < speed <= LARGEST_COUNT:
        faults.add(NAME, file.line_of("metres_a_minute"), f"metres_a_minute {_shown(speed)} is not a number above 0")
    if len(faults.found) > noted:
        return None
    if slot < 1:
        faults.add(NAME, file.line_of("slot_minutes"), "slot_minutes must be at least 1")
    elif end <= start:
        faults.add(NAME, file.line_of("end"), f"end {file.settings['end']} is not after start {file.settings['start']}")
    elif start + slot > end:
        wrong = f"slot_minutes {slot} is longer than the fair, {end - start} minutes: no talk would fit"
        faults.add(NAME, file.line_of("slot_minutes"), wrong)
    else:
        return Clockwork(start, end, slot, min(pause, end - start), float(speed))
    return None


def _time(file: SettingsTold, key: str, faults: Faults) -> int:
    told = file.settings.get(key)
    try:
        if told is None:
            raise ValueError("is missing; it must be a time of day, HH:MM")
        return time_of_day(told if isinstance(told, str) else _shown(told))
    except ValueError as error:
        faults.add(NAME, file.line_of(key), f"{key} {error}")
        return 0


def _whole(file: SettingsTold, key: str, default: int | None, faults: Faults) -> int:
    told = file.settings.get(key)
    if told is None and default is not None:
        return default
    if told is None:
        faults.add(NAME, file.line_of(key), f"{key} is missing; it must be a whole number")
    elif isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told <= LARGEST_COUNT:
        faults.add(NAME, file.line_of(key), f"{key} {_shown(told)} is not a whole number of 0 or more")
    elif told != int(told):
        faults.add(NAME, file.line_of(key), f"{key} {_shown(told)} is not a whole number")
    else:
        return int(told)
    return 1


def _aims(file: SettingsTold, faults: Faults) -> tuple[str, ...]:
    told = file.settings.get("aims")
    if told is None:
        return USUAL_AIMS
    line, words = file.line_of("aims"), ", ".join(AIMS)
    if not isinstance(told, list) or not told:
        faults.add(NAME, line, f"aims must be a list of one or more of {words}")
        return USUAL_AIMS
    for at, aim in enumerate(told):
        if aim not in AIMS:
            faults.add(NAME, line, f"aims: {_shown(aim)} is none of {words}")
        elif aim in told[:at]:
            faults.add(NAME, line, f"aims: {aim} stands twice")
    return tuple(aim for aim in told if aim in AIMS)


def _lists(file: SettingsTold, key: str, width: int, faults: Faults) -> list[list[str]]:
    """Ids may be written as JSON whole numbers, since CSV does not tell 7 from "7"."""
    told, form = file.settings.get(key), ("[person_id, booth_id]", '[person_id, booth_id, "HH:MM"]')[width - 2]
    if told is None:
        return []
    if not isinstance(told, list):
        faults.add(NAME, file.line_of(key), f"{key} must be a list of {form}")
        return []
    good = []
    for one in told:
        if not isinstance(one, list) or len(one) != width or any(type(part) not in (str, int) for part in one):
            faults.add(NAME, file.line_of(key), f"{key}: {_shown(one)} is not {form}")
            continue
        try:
            _minute(one[-1] if width == 3 else "00:00")
        except ValueError as error:
            faults.add(NAME, file.line_of(key), f"{key}: {error}")
            continue
        good.append([str(part) for part in one])
    return good


def _minute(told: str | int) -> int:
    return time_of_day(str(told))


def _shown(told: object) -> str:
    return quoted(json.dumps(told, ensure_ascii=False)).strip("'")
