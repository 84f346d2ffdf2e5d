"""A ring of several keys: the newest seals, all of them open, one finds; as it is written down and read again."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from data import privacy
from data.privacy import Keyring, NoKey, Ring, finding_of, sealed_bytes, sealed_with, unsealed_bytes
from tests.conftest import TEST_KEY

SECOND, THIRD = bytes(range(100, 132)), bytes(range(200, 232))
FIND = finding_of(TEST_KEY)
PLACE = "workers.phone"
LARGEST = 2**16 - 1  # the number stands in two bytes


def b64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def use(masters: dict[int, bytes], newest: int) -> None:
    privacy.use(Keyring.of_ring(masters, FIND, newest))


@pytest.fixture
def key_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A process that has its one key from a file and has just looked at it."""
    path = tmp_path / "key"
    path.touch(mode=0o600)
    path.write_text(b64(TEST_KEY), encoding="utf-8")
    monkeypatch.delenv(privacy.KEY_VARIABLE)
    monkeypatch.setenv(privacy.KEY_FILE_VARIABLE, str(path))
    monkeypatch.setattr(privacy, "_held", [])
    privacy.held()
    return path


def changed(path: Path, text: str) -> None:
    """The file as another process leaves it: put in its place whole, as `gongqiao key` does."""
    fresh = path.with_name("fresh")
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def a_second_later() -> None:
    privacy._held[0].looked -= privacy.LOOK_AGAIN_S + 0.1


def test_the_newest_key_seals_and_every_key_of_the_ring_opens() -> None:
    use({1: TEST_KEY}, 1)
    first = sealed_bytes(PLACE, b"of the first key")
    use({1: TEST_KEY, 2: SECOND}, 2)
    second = sealed_bytes(PLACE, b"of the second key")
    use({1: TEST_KEY, 2: SECOND, LARGEST: THIRD}, LARGEST)
    last = sealed_bytes(PLACE, b"of the last key")

    assert [unsealed_bytes(PLACE, one) for one in (first, second, last)] == [
        b"of the first key", b"of the second key", b"of the last key",
    ]  # fmt: skip
    assert [sealed_with(one) for one in (first, second, last)] == [1, 2, LARGEST]
    assert (first[:1], second[:3], last[:3]) == (b"\x01", b"\x02\x00\x02", b"\x02\xff\xff")
    assert sealed_with(b"\x03" + second[1:]) is None and sealed_with(b"") is None


def test_a_key_that_was_first_once_and_is_not_the_newest_seals_nothing() -> None:
    use({1: TEST_KEY, 2: SECOND}, 1)

    assert sealed_with(sealed_bytes(PLACE, b"abc")) == 1


def test_what_was_sealed_with_a_key_put_away_says_which_key_is_wanted() -> None:
    use({1: TEST_KEY, 2: SECOND}, 2)
    old = sealed_bytes(PLACE, b"abc")
    use({3: THIRD}, 3)

    with pytest.raises(
        NoKey, match=r"^workers\.phone 是用 2 号密钥.* / workers\.phone was sealed with key 2, which is not"
    ):
        unsealed_bytes(PLACE, old)
    with pytest.raises(NoKey, match=r"^file 是用 1 号密钥.* / file was sealed with key 1, which is not in this ring"):
        privacy.file_cipher(b"salt", 1)


def test_another_key_under_the_same_number_opens_nothing() -> None:
    use({2: SECOND}, 2)
    sealed = sealed_bytes(PLACE, b"abc")
    use({2: THIRD}, 2)

    with pytest.raises(NoKey, match="cannot be read with this key"):
        unsealed_bytes(PLACE, sealed)


def test_what_finds_and_tells_registers_apart_stays_when_keys_change() -> None:
    before, found = Keyring.of(TEST_KEY), privacy.blind_index("phone", "13800000000")
    use({2: SECOND}, 2)

    assert privacy.held().fingerprint() == before.fingerprint()
    assert privacy.blind_index("phone", "13800000000") == found


def test_each_key_of_the_ring_has_files_of_its_own() -> None:
    use({1: TEST_KEY, 2: SECOND}, 2)
    sealed = privacy.file_cipher(b"salt", 2).encrypt(bytes(12), b"abc", None)

    assert privacy.file_cipher(b"salt", 2).decrypt(bytes(12), sealed, None) == b"abc"
    assert privacy.file_cipher(b"salt", 1).encrypt(bytes(12), b"abc", None) != sealed


@pytest.mark.parametrize("masters", [{1: b"short"}, {1: TEST_KEY, 2: bytes(33)}, {1: b""}])
def test_every_key_of_a_ring_is_32_bytes(masters: dict[int, bytes]) -> None:
    with pytest.raises(NoKey, match="the key must be 32 bytes"):
        Keyring.of_ring(masters, FIND, 1)


def test_the_key_that_finds_is_32_bytes_too() -> None:
    with pytest.raises(NoKey, match="not 31"):
        Keyring.of_ring({1: TEST_KEY}, bytes(31), 1)
    with pytest.raises(NoKey, match="not 5"):
        finding_of(b"short")


def test_a_ring_is_read_as_it_was_written() -> None:
    ring = Ring({2: SECOND, 1: TEST_KEY, LARGEST: THIRD}, FIND, 2)

    lines = ring.written().splitlines()

    assert Ring.read(ring.written(), "key") == ring
    assert lines[0] == "gongqiao-keys 1" and lines[2:] == [
        f"key 1 {b64(TEST_KEY)}", f"key 2 {b64(SECOND)}", f"key {LARGEST} {b64(THIRD)}", "seal 2",
    ]  # fmt: skip
    assert ring.written().endswith("\n")


def test_one_key_alone_is_a_ring_of_number_one() -> None:
    assert Ring.read(f" {b64(TEST_KEY)}\n", "key") == Ring({1: TEST_KEY}, FIND, 1)


def test_a_ring_may_stand_in_the_variable_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Ring({1: TEST_KEY, 2: SECOND}, FIND, 2).written().replace("\n", "; ")
    monkeypatch.setenv(privacy.KEY_VARIABLE, f"  {line}")
    monkeypatch.setattr(privacy, "_held", [])

    ring = privacy.held()

    assert (sorted(ring.sealing), sorted(ring.filing), ring.newest) == ([1, 2], [1, 2], 2)
    assert sealed_with(sealed_bytes(PLACE, b"abc")) == 2


WHOLE = (f"find {b64(FIND)}", f"key 1 {b64(TEST_KEY)}", f"key 2 {b64(SECOND)}", "seal 2")


@pytest.mark.parametrize(
    "lines",
    [
        WHOLE[:3],
        WHOLE[1:],
        (*WHOLE[:3], "seal"),
        (*WHOLE[:3], "seal 3"),
        (*WHOLE[:3], "seal two"),
        (*WHOLE[:3], "seal -2"),
        (WHOLE[0], f"key 0 {b64(TEST_KEY)}", "seal 0"),
        (WHOLE[0], f"key 65536 {b64(TEST_KEY)}", "seal 65536"),
        (WHOLE[0], f"key -1 {b64(TEST_KEY)}", "seal 1"),
        (WHOLE[0], f"kez 1 {b64(TEST_KEY)}", "seal 1"),
        (),
    ],
)
def test_a_ring_with_a_part_missing_is_refused_by_its_source(lines: tuple[str, ...]) -> None:
    with pytest.raises(NoKey, match=r"^var/key 里的密钥串不完整 / var/key holds a ring with parts missing$"):
        Ring.read("\n".join(["gongqiao-keys 1", *lines]), "var/key")


@pytest.mark.parametrize(
    "lines", [(*WHOLE[1:], "find ???"), (WHOLE[0], "key 1 ???", "seal 1"), (WHOLE[0], "key 1", f"key 2 {b64(SECOND)}!")]
)
def test_a_ring_with_a_damaged_key_is_refused_by_its_source(lines: tuple[str, ...]) -> None:
    with pytest.raises(NoKey, match=r"var/key (does not hold a base64 key|holds a ring with parts missing)$"):
        Ring.read("\n".join(["gongqiao-keys 1", *lines]), "var/key")


def test_one_damaged_key_is_refused_by_its_source() -> None:
    with pytest.raises(NoKey, match=r" / var/key does not hold a base64 key$"):
        Ring.read("???", "var/key")


def test_a_ring_in_the_variable_with_a_part_missing_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(privacy.KEY_VARIABLE, "gongqiao-keys 1; seal 1")
    monkeypatch.setattr(privacy, "_held", [])

    with pytest.raises(NoKey, match=r" / GONGQIAO_KEY holds a ring with parts missing$"):
        privacy.held()


def test_blank_lines_spaces_and_words_to_come_do_no_harm() -> None:
    lines = [f"  {line}  ".replace("key 1 ", "key 1   ") for line in WHOLE]
    text = "\n\n".join(["gongqiao-keys 1", *lines, "since 2026-11-27"])

    assert Ring.read(f"\n {text}", "key") == Ring({1: TEST_KEY, 2: SECOND}, FIND, 2)


def test_a_changed_key_file_is_taken_up_within_a_second_and_not_looked_at_before(key_path: Path) -> None:
    before = privacy.held()
    changed(key_path, Ring({1: TEST_KEY, 2: SECOND}, FIND, 2).written())

    assert privacy.held() is before
    a_second_later()
    assert privacy.held().newest == 2 and sorted(privacy.held().sealing) == [1, 2]


def test_who_changed_the_file_itself_need_not_wait(key_path: Path) -> None:
    changed(key_path, Ring({1: TEST_KEY, 2: SECOND}, FIND, 2).written())
    privacy.look_again()

    assert privacy.held().newest == 2


@pytest.mark.parametrize("text", [b64(SECOND), "???", "gongqiao-keys 1\nseal 1", ""])
def test_a_file_that_is_damaged_or_of_other_registers_is_not_taken_up_by_a_running_process(
    key_path: Path, text: str
) -> None:
    before = privacy.held()
    changed(key_path, text)
    a_second_later()

    assert privacy.held() is before


def test_a_running_process_goes_on_while_the_file_is_away_and_takes_it_up_when_it_is_back(key_path: Path) -> None:
    before = privacy.held()
    key_path.rename(key_path.with_name("elsewhere"))
    a_second_later()
    assert privacy.held() is before

    changed(key_path, Ring({1: TEST_KEY, 2: SECOND}, FIND, 2).written())
    a_second_later()
    assert privacy.held().newest == 2


def test_a_file_that_did_not_change_is_not_read_again(key_path: Path) -> None:
    before = privacy.held()
    key_path.chmod(0o000)  # reading it again would refuse it
    a_second_later()

    assert privacy.held() is before


def test_a_file_written_over_in_place_is_noticed_by_its_time(key_path: Path) -> None:
    inode = key_path.stat().st_ino
    key_path.write_text(Ring({1: TEST_KEY, 2: SECOND}, FIND, 2).written(), encoding="utf-8")
    os.utime(key_path, ns=(1, 2**60))
    a_second_later()

    assert key_path.stat().st_ino == inode and privacy.held().newest == 2
