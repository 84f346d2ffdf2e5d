"""Connecting, migrating, and what a database may refuse."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, func, inspect, select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, StatementError
from sqlalchemy.orm import Session

from data import database, privacy
from data.tables import Base, Import, Placement, Region, Round, Worker
from data.tables.regions import regions
from labor.errors import BadInput
from tests.builders import NOW, TODAY, a_posting, a_round, a_worker, an_offer


def test_from_empty_to_head_the_migrations_make_the_tables_as_they_are_written(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, Base.metadata) == []


def test_the_checks_of_the_tables_are_in_the_migrations_too(engine: Engine) -> None:
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        written = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert written == {check["name"] for check in found.get_check_constraints(table.name)}, table.name


def test_migrating_again_changes_nothing_and_keeps_what_is_there(engine: Engine, owner: Engine) -> None:
    with database.opened(engine) as session:
        a_worker(session)

    database.migrate(owner)

    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Worker)) == 1


def test_the_region_codes_come_with_the_migration(session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(Region)) == len(regions())
    assert session.get_one(Region, 110103).successor == 110101


def test_region_codes_changed_by_a_new_version_are_brought_up_to_date(engine: Engine, owner: Engine) -> None:
    with database.opened(engine) as session:
        session.get_one(Region, 110103).successor = 110102

    database.migrate(owner)

    with Session(engine) as session:
        assert session.get_one(Region, 110103).successor == 110101


def test_registers_begun_with_another_key_are_not_opened_and_not_changed(engine: Engine, owner: Engine) -> None:
    privacy.use(privacy.Keyring.of(bytes(32)))

    with pytest.raises(privacy.NoKey, match="another key"):
        database.migrate(owner)
    with pytest.raises(privacy.NoKey, match="another key"):
        database.check_key(engine)


def test_a_session_that_ends_badly_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="half way"), database.opened(engine) as session:
        a_worker(session)
        raise RuntimeError("half way")

    with Session(engine) as session:
        assert session.scalars(select(Worker)).all() == []


def test_sqlite_writes_ahead_and_minds_foreign_keys(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path / 'new' / 'a.db'}")

    with engine.connect() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        keys = connection.execute(text("PRAGMA foreign_keys")).scalar()
    engine.dispose()

    assert (mode, keys) == ("wal", 1)


def test_another_kind_of_database_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="mysql"):
        database.connect("mysql://localhost/x")


def test_a_relationship_is_never_loaded_behind_ones_back(session: Session) -> None:
    posting = a_posting(session)
    session.expire_all()

    with pytest.raises(InvalidRequestError, match="lazy='raise'"):
        _ = posting.employer


def test_no_relationship_of_any_table_loads_by_itself() -> None:
    loading = {
        f"{mapper.class_.__name__}.{relation.key}": relation.lazy
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
    }

    assert loading and set(loading.values()) == {"raise"}


def test_a_worker_who_goes_takes_their_offers_along(session: Session) -> None:
    worker = a_worker(session)
    an_offer(session, worker, a_posting(session))
    session.execute(text("DELETE FROM workers"))

    assert session.execute(text("SELECT count(*) FROM offers")).scalar() == 0


def _import(**counts: int) -> Import:
    return Import(
        kind="workers", file_name="a.xlsx", file_hash="0" * 64, mapping={}, rows_in=10, as_of=TODAY, imported=NOW,
        imported_by="x", **counts,
    )  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        _import(rows_kept=5, rows_to_decide=2, rows_refused=2),
        Round(name="x", first_day=date(2026, 2, 2), last_day=date(2026, 2, 1), created=NOW),
        Round(name="y", first_day=date(2026, 2, 1), last_day=date(2026, 2, 1), created=NOW, status="lost"),
        Placement(offer_id=1, worker_id=1, posting_id=1, stayed_30=False, stayed_90=True),
    ],
    ids=["a lost row", "a window backwards", "an unknown status", "ninety days without thirty"],
)
def test_what_cannot_be_is_refused_by_the_database_itself(session: Session, row: Base) -> None:
    an_offer(session, a_worker(session), a_posting(session))
    copy = type(row)(**{name: value for name, value in vars(row).items() if not name.startswith("_")})
    session.add(copy)

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_time_keeps_its_moment_and_one_without_a_zone_is_refused(session: Session) -> None:
    china = timezone(timedelta(hours=8))
    round_ = a_round(session, created=datetime(2026, 2, 10, 16, 0, tzinfo=china))
    session.commit()

    assert session.get_one(Round, round_.id).created == datetime(2026, 2, 10, 8, 0, tzinfo=UTC)
    with pytest.raises(StatementError, match="without its zone"):
        a_round(session, "b", created=datetime(2026, 2, 10))  # noqa: DTZ001


def test_a_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path / 'new' / 'a.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
        rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    engine.dispose()

    assert set(rights.values()) == {0o600} and len(rights) > 1


def test_a_failed_statement_does_not_tell_what_it_was_given(session: Session) -> None:
    a_worker(session, text="会电焊,腿伤过", identity="510802198503121237")

    with pytest.raises(IntegrityError) as caught:
        a_worker(session, text="会电焊,腿伤过", identity="510802198503121237")

    assert "腿伤过" not in str(caught.value)
