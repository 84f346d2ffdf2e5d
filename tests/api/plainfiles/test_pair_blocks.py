"""The quick way through pairs.csv must read exactly what the careful way reads, or step aside."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.plainfiles.pair_blocks import BLOCK_BYTES, read_plain_pairs

COLUMNS = ("worker_id", "posting_id", "value")
IDS = ("a", "b", "张三", "w-0001", "x" * 40)


def quick(path: Path, text: str | bytes, block_bytes: int = BLOCK_BYTES) -> list[tuple[str, str, float]] | None:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    columns = read_plain_pairs(path, (IDS, IDS), COLUMNS, lambda: None, block_bytes)
    if columns is None:
        return None
    return [(IDS[row], IDS[posting], value) for row, posting, value in zip(*(c.tolist() for c in columns), strict=True)]


number = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), number), min_size=1), crlf=st.booleans())
def test_it_reads_what_float_reads(
    lines: list[tuple[str, str, object]], crlf: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    end = "\r\n" if crlf else "\n"
    text = end.join(["worker_id,posting_id,value", *(f"{a},{b},{value:f}" for a, b, value in lines)])

    told = quick(tmp_path_factory.getbasetemp() / "pairs.csv", text)

    assert told == [(a, b, float(f"{value:f}")) for a, b, value in lines]


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path) -> None:
    assert quick(tmp_path / "pairs.csv", "\ufeffvalue,note,posting_id,worker_id\n1.5,hm,b,a\n") == [("a", "b", 1.5)]


def test_blocks_may_end_anywhere(tmp_path: Path) -> None:
    text = "worker_id,posting_id,value\n" + "".join(f"w-0001,张三,{n}.25\n" for n in range(50))
    for size in range(5, 40, 7):
        told = quick(tmp_path / "pairs.csv", text, size)

        assert told is not None
        assert [value for _, _, value in told] == [n + 0.25 for n in range(50)]


@pytest.mark.parametrize(
    "line",
    ["a,b,", "a,b,x", "a,b,1e3", "a,b,1.2.3", "a,b,1-", "a,b,--1", "a,b,.", "a,b,-", "a,b,1234567890123456",
     "c,b,1", "a,,1", "A,b,1", "a,b", "a,b,1,2", "", 'a,"b",1', "a,b, 1", "aa,b,1"],
)  # fmt: skip
def test_anything_unusual_is_left_to_the_careful_reader(line: str, tmp_path: Path) -> None:
    assert quick(tmp_path / "pairs.csv", f"worker_id,posting_id,value\na,a,1\n{line}\nb,b,2\n") is None


def test_bytes_that_are_no_text_are_left_to_the_careful_reader(tmp_path: Path) -> None:
    assert quick(tmp_path / "pairs.csv", b"worker_id,posting_id,value,note\na,b,1,\xff\n") is None


def test_two_ids_are_never_taken_for_one_another(tmp_path: Path) -> None:
    ids = tuple(str(number) for number in range(20_000))
    path = tmp_path / "pairs.csv"
    order = np.random.default_rng(1).permutation(len(ids))
    path.write_text("worker_id,posting_id,value\n" + "".join(f"{ids[at]},{ids[-1 - at]},1\n" for at in order))

    columns = read_plain_pairs(path, (ids, ids), COLUMNS, lambda: None)

    assert columns is not None
    assert (columns[0] == order).all()
    assert (columns[1] == len(ids) - 1 - order).all()
