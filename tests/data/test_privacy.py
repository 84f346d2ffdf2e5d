"""Personal data at rest: sealed, findable, masked; and nothing of it in the files of the database."""

from __future__ import annotations

import base64
import hmac
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, LargeBinary, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from data import database, privacy
from data.privacy import Encrypted, Keyring, NoKey, blind_index
from data.registers import Source, keep_workers
from data.registers.records import KeptRow, WorkerRecord
from data.tables import Base, Worker
from tests.builders import LIZHOU, NOW, TODAY, a_worker
from tests.conftest import TEST_KEY

PHONE, IDENTITY, NAME = "13881239876", "510802198503121237", "欧阳建国"
RECORD = WorkerRecord(
    NAME, IDENTITY, PHONE, county=LIZHOU, emergency_contact="妻 13777771111", address="新房村六组88号", remarks="腿伤过"
)
SEALED_BY_0_2 = base64.b64decode("AZn6TS8WvNs/K8Wjq/OArgjiBu3M0mI6MYnmqJukMBSGBtuW2UI9Qg==")
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


MASKS = {
    privacy.masked_name: [("张三", "张*"), ("欧阳建国", "欧*建国"), ("王", "*"), ("", "*")],
    privacy.masked_phone: [(PHONE, "138****9876"), ("01088880000", "010****0000"), ("88880000", "****"), ("", "****")],
    privacy.masked_identity: [
        (IDENTITY, "**************1237"), ("H1234", "*1234"), ("1234", "****"), ("12", "****"), ("", "****")
    ],
}  # fmt: skip


@pytest.mark.parametrize("mask", MASKS, ids=[mask.__name__ for mask in MASKS])
def test_masks_hide_what_they_should(mask: Callable[[str], str]) -> None:
    assert [(plain, getattr(privacy, mask.__name__)(plain)) for plain, _ in MASKS[mask]] == MASKS[mask]


def test_what_the_key_draws_is_the_same_for_ever() -> None:
    # Registers, backups and look-ups of years ago were made with these: a change here would lock them all out.
    keyring = Keyring.of(TEST_KEY)

    assert keyring.fingerprint() == hmac_hex("finding", b"fingerprint")[:16]
    assert blind_index("name", "张 三") == hmac_hex("finding", "name\0张三".encode())[:32]
    assert blind_index("identity", "51080219850312123x") == hmac_hex("finding", b"identity\x0051080219850312123X")[:32]
    assert privacy.second_index("张三") == blind_index("second character", "三")
    assert privacy.second_index("王") is None
    assert privacy.unsealed_bytes("workers.phone", SEALED_BY_0_2) == PHONE.encode()


def test_each_sealed_file_has_a_key_of_its_own_that_stays_the_same_for_ever() -> None:
    nonce, salt = bytes(12), b"salt of one file"
    by_hand = AESGCM(drawn(drawn(TEST_KEY, b"gongqiao filing 1"), b"gongqiao file 1" + salt))

    sealed = privacy.file_cipher(salt, 1).encrypt(nonce, b"abc", None)

    assert by_hand.decrypt(nonce, sealed, None) == b"abc"
    assert privacy.file_cipher(b"another salt", 1).encrypt(nonce, b"abc", None) != sealed


def drawn(master: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256 without salt, reckoned by RFC 5869 with the standard library alone."""
    return hmac.digest(hmac.digest(bytes(32), master, "sha256"), purpose + b"\x01", "sha256")


def hmac_hex(use: str, said: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) under one working key."""
    return hmac.digest(drawn(TEST_KEY, f"gongqiao {use} 1".encode()), said, "sha256").hex()


def test_a_column_seals_under_its_own_name() -> None:
    column, dialect = Encrypted("workers.phone"), sqlite.dialect()

    sealed = column.process_bind_param(PHONE, dialect)

    assert sealed is not None and privacy.unsealed_bytes("workers.phone", sealed) == PHONE.encode()
    assert column.process_result_value(sealed, dialect) == PHONE
    assert column.process_bind_param(None, dialect) is None and column.process_result_value(None, dialect) is None
    assert column.process_result_value(column.process_bind_param("", dialect), dialect) == ""


def test_a_sealed_value_tells_its_format_and_takes_a_new_nonce_each_time() -> None:
    first, second = (privacy.sealed_bytes("a.b", b"x" * 20) for _ in range(2))

    assert first[0] == second[0] == 1 and first[1:13] != second[1:13]
    assert len(first) == 1 + 12 + 20 + 16  # format, nonce, text, tag (NIST SP 800-38D)


def test_an_entry_of_the_log_says_who_read_what_of_whom_and_why() -> None:
    reader = privacy.Reader("clerk", "/workers/1", NOW)

    one, list_ = reader.entry("workers", ["phone", "name"], subject_id=1), reader.entry("workers", "f" * 300, people=9)

    assert one == {"read": NOW, "reader": "clerk", "purpose": "/workers/1", "subject": "workers", "subject_id": 1,
                   "fields": "phone,name", "people": 1}  # fmt: skip
    assert (list_["people"], list_["subject_id"], len(str(list_["fields"]))) == (9, None, 200)


def test_a_key_file_is_its_owners_alone_and_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "var" / "of the office" / "key"

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
    with pytest.raises(NoKey, match=f" / no key: bring {no_key_held} back, or set GONGQIAO_KEY; .*`gongqiao init`$"):
        privacy.held()


def test_a_key_file_others_can_read_is_refused(no_key_held: Path) -> None:
    privacy.make_key_file(no_key_held)
    no_key_held.chmod(0o644)

    with pytest.raises(NoKey, match=f" / {no_key_held} can be read by others: chmod 600 {no_key_held}$"):
        privacy.held()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o601, 0o602])
def test_anything_granted_to_anybody_else_is_too_much(no_key_held: Path, mode: int) -> None:
    privacy.make_key_file(no_key_held)
    no_key_held.chmod(mode)

    with pytest.raises(NoKey, match="can be read by others"):
        privacy.held()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not base64!", "GONGQIAO_KEY does not hold a base64 key"),
        (base64.b64encode(b"short").decode(), r"the key must be 32 bytes \(base64\), not 5"),
        (base64.b64encode(bytes(33)).decode(), r"the key must be 32 bytes \(base64\), not 33"),
        (base64.b64encode(TEST_KEY).decode() + "!", "GONGQIAO_KEY does not hold a base64 key"),
    ],
)
def test_a_damaged_key_is_refused(no_key_held: Path, monkeypatch: pytest.MonkeyPatch, content: str, said: str) -> None:
    monkeypatch.setenv(privacy.KEY_VARIABLE, content)

    with pytest.raises(NoKey, match=f" / {said}$"):
        privacy.held()


def test_a_damaged_key_file_is_refused_by_its_name(no_key_held: Path) -> None:
    no_key_held.touch(mode=0o600)
    no_key_held.write_text("???", encoding="utf-8")

    with pytest.raises(NoKey, match=f" / {no_key_held} does not hold a base64 key$"):
        privacy.held()


def test_the_environment_goes_before_the_key_file_and_the_key_is_read_once(
    no_key_held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    privacy.make_key_file(no_key_held)
    monkeypatch.setenv(privacy.KEY_VARIABLE, f" {base64.b64encode(TEST_KEY).decode()}\n")

    held = privacy.held()
    monkeypatch.delenv(privacy.KEY_VARIABLE)

    assert held.fingerprint() == Keyring.of(TEST_KEY).fingerprint() and privacy.held() is held


def test_the_key_file_stands_beside_the_data_unless_the_environment_says_where(
    no_key_held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert privacy.key_file() == no_key_held
    for none in ("", None):
        monkeypatch.setenv(privacy.KEY_FILE_VARIABLE, none) if none is not None else monkeypatch.delenv(
            privacy.KEY_FILE_VARIABLE
        )
        assert privacy.key_file() == Path("var/gongqiao.key")


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
