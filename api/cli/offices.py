"""One office's folder: its settings, its key, its database, opened or made."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from api import settings as surroundings
from api.settings import Settings
from data import database, office_settings
from data.database import check_key, check_tables, connect, migrate
from data.database.tenants.register import meant, of_tenant
from data.privacy import KEY_FILE_VARIABLE, KEY_VARIABLE, Reader, key_file, make_key_file
from data.tables.regions import regions
from data.views import imports


@dataclass(frozen=True, slots=True)
class Office:
    """An open office."""

    settings: Settings
    engine: Engine
    key_file: Path

    @property
    def operator(self) -> str:
        """Who works here."""
        return self.settings.operator

    @property
    def reader(self) -> Reader:
        """Who reads on the command line, for the log."""
        return Reader(self.operator, "gongqiao", datetime.now(tz=UTC))


def make(home: Path | None = None, *, service_role: str = "") -> Office:
    """Make what is missing: folder, key, database with today's tables."""
    settings = _settings(home)
    if not os.environ.get(KEY_VARIABLE):
        make_key_file(key_file())
    engine = connect(settings.database_url)
    migrate(engine)
    if service_role:
        database.let_in(engine, service_role)
    return Office(settings, of_tenant(engine, meant(engine, settings.tenant)), key_file())


def opened(home: Path | None = None) -> Office:
    """An office made before, of the tenant named; raises BadInput where there is none, or another version's."""
    office = shared(home)
    tenant = meant(office.engine, office.settings.tenant)
    return replace(office, engine=of_tenant(office.engine, tenant))


def served(home: Path | None = None) -> Office:
    """What the console serves: one tenant's office, or several once each of them can sign in.

    Raises NoTenantNamed where several share the installation, none is named, and nobody has an account.
    """
    from api.office.accounts.signing_in import AccountsHere  # noqa: PLC0415 - commands ask nobody to sign in

    office = shared(home)
    if not office.settings.tenant and AccountsHere(office.engine).any():
        return office
    return replace(office, engine=of_tenant(office.engine, meant(office.engine, office.settings.tenant)))


def shared(home: Path | None = None) -> Office:
    """An installation made before, for nobody in particular: accounts say whose rows they see."""
    settings = _settings(home)
    engine = connect(settings.database_url)
    check_tables(engine)
    check_key(engine)
    return Office(settings, engine, key_file())


def connected(home: Path | None = None) -> Office:
    """An office whose database may be empty, of another version or damaged: for who mends it."""
    settings = _settings(home)
    return Office(settings, connect(settings.database_url), key_file())


def county(said: str) -> int:
    """The county named, by its name or code, 0 for none; raises BadInput."""
    from data.importers.cells.places import known_places  # noqa: PLC0415 - most commands need no table of places

    return known_places().county(said)


def tell_county(office: Office, own: int) -> str:
    """Write down the office's own county if one is told; the one that holds now in words, "" for none."""
    with database.opened(office.engine) as session:
        if own:
            office_settings.keep_county(session, own, now=datetime.now(tz=UTC))
        known = office_settings.county_of(session)
    return regions().path_of(known) if known else ""


def newest_import(office: Office) -> int:
    """The number of the latest import, 0 before the first."""
    with database.opened(office.engine) as session:
        return imports.newest(session)


def _settings(home: Path | None) -> Settings:
    """The folder's own key and database hold, unless the environment names others."""
    settings = surroundings.from_environment(home)
    # For the owner alone: exports hold names and phones in the open.
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault(KEY_FILE_VARIABLE, str((settings.folder / "gongqiao.key").resolve()))
    return settings
