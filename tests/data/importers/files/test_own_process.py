"""The process files are read in stays for the next file, however much memory its starter holds."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from data.importers.files.far_side import WORN_OUT
from tests.test_architecture import ROOT

PROGRAM = """
from data.importers import read_file
from data.importers.files import own_process
taken = bytearray({size})
taken[::4096] = b"x" * len(taken[::4096])
for _ in range(3):
    read_file("1. 张三 13812345678 焊工\\n2. 李四 13812345679 普工")
    print(own_process._idle[0].process.pid if own_process._idle else "gone")
"""


@pytest.mark.parametrize("size", [0, (WORN_OUT + 50 * 1024) * 1024], ids=["small starter", "large starter"])
def test_one_process_reads_file_after_file(size: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(size=size)],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    numbers = ran.stdout.split()
    assert len(numbers) == 3 and len(set(numbers)) == 1 and numbers[0].isdigit()
