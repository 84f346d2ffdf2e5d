"""A file may be made to freeze or fill the machine: it ends in a sentence, and no other file waits for it."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.importers.files.own_process import Need, apart
from data.importers.files.reading import read_file
from data.importers.judging.judging import judge
from data.privacy import KEY_VARIABLE
from labor.errors import BadInput, LaborError, UnreadableFile
from tests.data.importers.hostile import HOSTILE, many_merges
from tests.data.importers.workbooks import TODAY, village, workbook

MB = 1024 * 1024


def _a_second(*_: object) -> Need:
    return Need("来件.xlsx", 1)


@apart(_a_second)
def spins(turns: float) -> float:
    while turns > 0:
        turns -= 1
    return turns


@apart(_a_second)
def takes(megabytes: int) -> int:
    return len(bytearray(megabytes * MB))


@apart(_a_second)
def says(megabytes: int) -> bytes:
    return bytes(megabytes * MB)


@apart(_a_second)
def falls_over(number: int) -> None:
    os.kill(os.getpid(), number)


@apart(_a_second)
def refuses(sentence: str) -> None:
    raise BadInput(sentence)


@apart(_a_second)
def divides(by: int) -> float:
    return 1 / by


@apart(_a_second)
def surroundings() -> tuple[int, str, str]:
    return os.getpid(), os.environ.get(KEY_VARIABLE, ""), str(Path.cwd())


def test_work_is_done_by_a_process_that_does_not_hold_the_key() -> None:
    process, key, folder = surroundings()

    assert process != os.getpid()
    assert (key, folder) == ("", str(Path.cwd()))
    assert os.environ[KEY_VARIABLE]


@pytest.mark.parametrize(
    ("work", "given", "sentence"),
    [
        (spins, float("inf"), "来件.xlsx：读了太久"),
        (takes, 6000, "来件.xlsx：读它要占用太多内存"),
        (says, 600, "来件.xlsx：读它要占用太多内存"),
        (falls_over, signal.SIGSEGV, "来件.xlsx：读到一半出错退出"),
        (falls_over, signal.SIGABRT, "来件.xlsx：读它要占用太多内存"),
    ],
)
def test_what_takes_too_much_is_ended_and_the_next_piece_of_work_is_done(
    work: Callable[[float], object], given: float, sentence: str
) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        work(given)

    assert spins(10) == 0


def test_an_error_of_the_trade_comes_back_as_it_is_and_a_fault_of_ours_with_its_place() -> None:
    with pytest.raises(BadInput, match=r"^第 3 行不对$"):
        refuses("第 3 行不对")
    with pytest.raises(RuntimeError, match=r"(?s)ZeroDivisionError in the reading process.*in divides"):
        divides(0)


def test_one_file_that_spins_keeps_no_other_one_waiting() -> None:
    with ThreadPoolExecutor(1) as pool:
        endless = pool.submit(spins, float("inf"))
        read = read_file(workbook(village(3)), name="好.xlsx")
        assert not endless.done() or isinstance(endless.exception(), UnreadableFile)
        assert read.rows_in == 3
        with pytest.raises(UnreadableFile):
            endless.result()


@pytest.mark.slow
@pytest.mark.parametrize("made", HOSTILE, ids=lambda made: made.__name__)
def test_a_small_file_never_takes_more_than_its_time_nor_this_process_any_memory(made: Callable[[], bytes]) -> None:
    content = made()
    spins(1)
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.process_time()

    try:
        outcome = f"{len(judge(read_file(content, name='来件.xlsx'), today=TODAY))} rows"
    except LaborError as refused:
        outcome = str(refused)

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before.ru_maxrss
    assert outcome
    assert time.process_time() - began < 1.0, "the work was done in this process"
    assert grown < 100 * 1024, f"{grown / 1024:.0f} MB more"


@pytest.mark.parametrize("made", [made for made in HOSTILE if "cut" in made.__name__ or "past" in made.__name__])
def test_a_broken_workbook_is_called_damaged(made: Callable[[], bytes]) -> None:
    with pytest.raises(UnreadableFile, match=r"已损坏.* / .*is damaged"):
        read_file(made(), name="来件.xlsx")


@pytest.mark.parametrize("keep", [10, 100, 1000, 3000, 5000])
def test_wherever_a_transfer_broke_off_the_workbook_is_damaged(keep: int) -> None:
    content = workbook(village(40))
    assert len(content) > 5000

    with pytest.raises(UnreadableFile, match="damaged"):
        read_file(content[:keep], name="来件.xlsx")


def test_merges_that_overlap_are_laid_out_once() -> None:
    began = time.process_time()

    with pytest.raises(BadInput, match="no rows of data"):
        read_file(many_merges(), name="来件.xlsx")

    assert time.process_time() - began < 1.0
