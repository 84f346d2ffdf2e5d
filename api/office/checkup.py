"""What is wrong with this installation, and what to do about each thing; nothing is changed by asking."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.errors import trouble_of
from api.settings import Settings
from api.texts import say
from data.database import condition
from data.database.tenants import register
from data.plans import runs
from data.privacy import KEY_VARIABLE, NoKey, held, key_file
from data.tables import log_chain
from labor.days import CHINA
from labor.words import Language
from policy.rulebook import checked, pack_names, stale_packs

CLOCK_MAY_DIFFER: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing: the name of its two texts (what is so, what to do) and what fills them."""

    name: str
    fault: bool = True  # False: worth knowing, nothing stops
    values: dict[str, object] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        """What is so, then what to do."""
        what, do = (say(f"keeping.check.{self.name}{end}", language, **self.values) for end in ("", "_do"))
        return f"{what}\n    → {do}"


def look(engine: Engine, settings: Settings, *, now: datetime) -> list[Symptom]:
    """Everything that is wrong or worth knowing, faults first."""
    found = [*_of_folder(settings), *_of_key(), *_of_packs(now), *_of_database(engine, now)]
    return sorted(found, key=lambda one: not one.fault)


def not_ready(engine: Engine) -> str | None:
    """Why work may not be sent to this process yet, in one word; None where it may."""
    try:
        with engine.connect() as connection:
            if fault := condition.version_fault(connection):
                return fault[0]
            return "another_key" if condition.has_another_key(connection) else None
    except NoKey:
        return "key"
    except DBAPIError:
        return "database"


def _of_folder(settings: Settings) -> Iterator[Symptom]:
    folder = settings.folder.resolve()
    if not folder.is_dir():
        yield Symptom("no_folder", values={"folder": folder})
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Symptom("folder_closed", values={"folder": folder})
    if folder.stat().st_mode & 0o077:
        yield Symptom("folder_open", values={"folder": folder})
    free = shutil.disk_usage(folder).free
    if free < condition.FREE_AT_LEAST:
        yield Symptom("disk", values={"folder": folder, "free": f"{free / 1e6:,.0f}"})


def _of_key() -> Iterator[Symptom]:
    try:
        held()
    except NoKey as error:
        yield Symptom("key", values={"told": error})
        return
    path = key_file().resolve()
    if not os.environ.get(KEY_VARIABLE) and path.is_file():
        yield Symptom("key_in_file", fault=False, values={"path": path})


def _of_packs(now: datetime) -> Iterator[Symptom]:
    today = now.astimezone(CHINA).date()
    newest = max(checked(name) for name in pack_names())
    if today < newest:
        yield Symptom("clock_before_program", values={"today": today, "day": newest})
    for name in stale_packs(today):
        yield Symptom("pack", fault=False, values={"pack": name, "day": checked(name)})


def _of_database(engine: Engine, now: datetime) -> list[Symptom]:
    address = engine.url.render_as_string(hide_password=True)
    path = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and not (path.is_file() and path.stat().st_size):
        return [Symptom("no_tables", values={})]
    try:
        with engine.connect() as connection:
            found = list(_of_tables(connection, now))
        if all(one.name in ("superuser", "another_key") for one in found):
            for tenant, _, _ in register.everybody(engine):
                with register.of_tenant(engine, tenant).connect() as connection:
                    found += [one for ask in (_of_clock, _of_runs, _of_log) for one in ask(connection, now)]
        return found
    except DBAPIError as error:
        told = trouble_of(error)
        return [Symptom("database", values={"address": address, "told": told or type(error.orig).__name__})]


def _of_tables(connection: Connection, now: datetime) -> Iterator[Symptom]:
    if role := condition.walks_past_row_security(connection):
        yield Symptom("superuser", values={"role": role})
    if not condition.is_whole(connection):
        yield Symptom("damaged")
        return
    if fault := condition.version_fault(connection):
        yield Symptom(fault[0], values=fault[1])
        return
    yield from _of_held_key(connection, now)


def _of_held_key(connection: Connection, _now: datetime) -> Iterator[Symptom]:
    try:
        if condition.has_another_key(connection):
            yield Symptom("another_key")
    except NoKey:
        return  # told already


def _of_clock(connection: Connection, now: datetime) -> Iterator[Symptom]:
    latest = condition.latest_moment(connection)
    if latest is not None and latest > now + CLOCK_MAY_DIFFER:
        yield Symptom("clock_behind", values={"now": _moment(now), "latest": _moment(latest)})


def _of_runs(connection: Connection, now: datetime) -> Iterator[Symptom]:
    for number in runs.silent(Session(connection), now=now):
        yield Symptom("silent_run", fault=False, values={"run": number})


def _of_log(connection: Connection, _now: datetime) -> Iterator[Symptom]:
    broken = log_chain.breaks(connection)
    if broken:
        yield Symptom("log", values={"told": f"{broken[0].kind} {broken[0].position} ({len(broken)})"})


def _moment(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
