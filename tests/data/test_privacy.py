"""Personal data at rest: sealed, findable, masked; and nothing of it in the files of the database."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, LargeBinary, select, text
from sqlalchemy.orm import Session

from data import database, privacy
from data.privacy import Encrypted, Keyring, NoKey, blind_index
from data.registers import Source, keep_workers
from data.registers.records import KeptRow, WorkerRecord
from data.tables import Base, Worker
from tests.builders import LIZHOU, NOW, TODAY, a_worker

PHONE, IDENTITY, NAME = "13881239876", "510802198503121237", "欧阳建国"
RECORD = WorkerRecord(
    NAME, IDENTITY, PHONE, county=LIZHOU, emergency_contact="妻 13777771111", address="新房村六组88号", remarks="腿伤过"
)
SECRETS = (PHONE, IDENTITY, NAME, "13777771111", "新房村六组88号", "腿伤过")


def test_no_sealed_word_stands_in_any_file_of_the_database(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path / 'a.db'}")
    database.migrate(engine)
    with database.opened(engine) as session:
        keep_workers(session, [KeptRow("s", 1, RECORD)], Source(TODAY, NOW, "test"))

    files = [path.read_bytes() for path in tmp_path.iterdir()]
    engine.dispose()

    written = b"".join(files)
    assert LIZHOU.to_bytes(3, "big") in written  # what is not sealed is there, so the search can find something
    assert [word for word in SECRETS for code in ("utf-8", "utf-16-le") if word.encode(code) in written] == []


@pytest.mark.postgres
def test_postgresql_holds_nothing_but_bytes_in_sealed_columns(postgres_url: str, postgres_template: str) -> None:
    engine = database.connect(postgres_url.replace("/postgres?", f"/{postgres_template}?"))
    sealed = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Encrypted)
    ]

    with engine.connect() as connection:
        types = {
            (table, column): kind
            for table, column, kind in connection.execute(
                text("SELECT table_name, column_name, data_type FROM information_schema.columns")
            )
        }
    engine.dispose()

    assert len(sealed) > 20 and {types[place] for place in sealed} == {"bytea"}


def test_what_was_sealed_is_read_back_and_twice_sealed_looks_different(session: Session) -> None:
    first, second = a_worker(session, NAME, phone=PHONE), a_worker(session, NAME, phone=PHONE)
    session.expire_all()

    raw = [row[0] for row in session.execute(text("SELECT phone FROM workers ORDER BY id"))]

    assert (first.phone, second.name) == (PHONE, NAME)
    assert bytes(raw[0]) != bytes(raw[1]) and PHONE.encode() not in bytes(raw[0])


def test_a_worker_is_found_by_phone_without_opening_anything(session: Session) -> None:
    a_worker(session, "李四", phone="13900000000")
    wanted = a_worker(session, NAME, phone=PHONE)

    found = session.scalars(select(Worker.id).where(Worker.phone_index == blind_index("phone", "138 8123 9876"))).all()

    assert found == [wanted.id]


def test_another_key_opens_nothing_and_finds_nothing(engine: Engine) -> None:
    with database.opened(engine) as session:
        a_worker(session, NAME, phone=PHONE)
    privacy.use(Keyring.of(bytes(32)))

    with Session(engine) as session:
        found = session.scalars(select(Worker.id).where(Worker.phone_index == blind_index("phone", PHONE))).all()
        with pytest.raises(NoKey, match=r"workers\.phone cannot be read with this key"):
            session.scalars(select(Worker.phone)).all()
    assert found == []


def test_a_value_moved_to_another_column_is_refused(session: Session) -> None:
    a_worker(session, NAME, phone=PHONE)
    session.execute(text("UPDATE workers SET emergency_contact = phone"))

    with pytest.raises(NoKey, match="emergency_contact"):
        session.scalars(select(Worker.emergency_contact)).all()


def test_a_value_changed_by_one_bit_is_refused(session: Session) -> None:
    worker = a_worker(session, NAME, phone=PHONE)
    raw = bytes(session.execute(text("SELECT phone FROM workers")).scalar_one())
    bent = raw[:-1] + bytes([raw[-1] ^ 1])
    session.execute(text("UPDATE workers SET phone = :bent").bindparams(bent=bent))
    session.expire(worker)

    with pytest.raises(NoKey, match=r"workers\.phone"):
        session.scalars(select(Worker.phone)).all()


def test_a_blind_index_tells_kinds_apart_and_spellings_not() -> None:
    assert blind_index("identity", "51080219850312123x") == blind_index("identity", " 51080219850312123X ")
    assert blind_index("identity", PHONE) != blind_index("phone", PHONE)


@pytest.mark.parametrize(
    ("masked", "seen"),
    [
        (privacy.masked_name("张三"), "张*"),
        (privacy.masked_name("欧阳建国"), "欧*建国"),
        (privacy.masked_name("王"), "*"),
        (privacy.masked_phone(PHONE), "138****9876"),
        (privacy.masked_phone("88880000"), "****"),
        (privacy.masked_identity(IDENTITY), "**************1237"),
    ],
)
def test_masks_hide_what_they_should(masked: str, seen: str) -> None:
    assert masked == seen


def test_a_key_file_is_its_owners_alone_and_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "var" / "key"

    assert privacy.make_key_file(path)
    first = path.read_bytes()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(base64.b64decode(first)) == 32
    assert not privacy.make_key_file(path) and path.read_bytes() == first


@pytest.fixture
def no_key_held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A process that has no key yet; where it will look for the file."""
    monkeypatch.delenv(privacy.KEY_VARIABLE)
    monkeypatch.setenv(privacy.KEY_FILE_VARIABLE, str(tmp_path / "key"))
    monkeypatch.setattr(privacy, "_held", [])
    return tmp_path / "key"


def test_without_a_key_the_message_says_what_to_do(no_key_held: Path) -> None:
    with pytest.raises(NoKey, match="gongqiao init"):
        privacy.held()


def test_a_key_file_others_can_read_is_refused(no_key_held: Path) -> None:
    privacy.make_key_file(no_key_held)
    no_key_held.chmod(0o644)

    with pytest.raises(NoKey, match="chmod 600"):
        privacy.held()


@pytest.mark.parametrize("content", ["not base64!", base64.b64encode(b"short").decode()])
def test_a_damaged_key_is_refused(no_key_held: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setenv(privacy.KEY_VARIABLE, content)

    with pytest.raises(NoKey):
        privacy.held()


def test_the_key_file_is_read_where_the_environment_names_none(no_key_held: Path) -> None:
    privacy.make_key_file(no_key_held)

    assert privacy.held().fingerprint() == Keyring.of(base64.b64decode(no_key_held.read_bytes())).fingerprint()


def test_every_name_phone_and_identity_column_is_sealed() -> None:
    open_ones = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in {"phone", "spare_phone", "identity", "contact", "emergency_contact"}
        and not isinstance(column.type, Encrypted)
    }

    assert open_ones == set() and isinstance(Base.metadata.tables["workers"].c.name.type, Encrypted)
    assert isinstance(Encrypted("x").impl_instance, LargeBinary)


def test_a_value_sealed_in_a_way_nobody_knows_is_refused_by_its_place() -> None:
    sealed = privacy.sealed_bytes("uploads.content", b"abc")

    assert privacy.unsealed_bytes("uploads.content", sealed) == b"abc"
    with pytest.raises(NoKey, match=r"uploads\.content holds a value of an unknown format"):
        privacy.unsealed_bytes("uploads.content", b"\x09" + sealed[1:])
