"""While a file of 200,000 rows comes in by page, no other page of the same server keeps anybody waiting."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import numpy as np
import pytest

from tests.soak.test_hundred_thousand import write_register

PAGES = ("/", "/workers", "/imports", "/plans", "/vehicles", "/stations")
IDLE_ROUNDS = 15
FORM = "application/x-www-form-urlencoded"


class Visitor(threading.Thread):
    """Somebody who goes from page to page and keeps how long each took."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.took: list[tuple[str, float]] = []
        self.leaves = threading.Event()

    def run(self) -> None:
        while not self.leaves.is_set():
            self.round()

    def round(self) -> None:
        for page in PAGES:
            began = time.monotonic()
            assert asked(self.address + page)[0] == 200
            self.took.append((page, time.monotonic() - began))
            time.sleep(0.05)


class _AsItIs(HTTPRedirectHandler):
    """Redirects are looked at, not followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


def asked(address: str, body: bytes | None = None, kind: str = "") -> tuple[int, str, str]:
    """Status, page and where it leads to; the language is Chinese."""
    headers = {"origin": "/".join(address.split("/")[:3])} | ({"content-type": kind} if kind else {})
    try:
        with build_opener(_AsItIs).open(Request(address, body, headers), timeout=1500) as answer:
            return answer.status, answer.read().decode(), ""
    except HTTPError as answer:
        return answer.code, answer.read().decode(), answer.headers.get("location", "")


def with_file(path: Path) -> tuple[bytes, str]:
    """A form that sends one file, and its content type."""
    head = f'--here\r\ncontent-disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'
    return head.encode() + path.read_bytes() + b"\r\n--here--\r\n", "multipart/form-data; boundary=here"


def as_proposed(page: str) -> dict[str, str]:
    """The columns as the mapping page proposes them."""
    chosen = {}
    for name, rest in re.findall(r'<select name="(column-[^"]+)"(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'value="([^"]*)" selected', rest)
        chosen[name] = picked.group(1) if picked else ""
    return chosen


@contextmanager
def served(home: Path) -> Iterator[str]:
    """`gongqiao serve` as a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("gongqiao"))]
    subprocess.run([*command, "init", "--home", str(home)], check=True, capture_output=True)
    server = subprocess.Popen([*command, "serve", "--home", str(home), "--port", str(port)], env=os.environ | {})
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                asked(address + "/")
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_page_takes_a_second_while_a_big_file_comes_in(tmp_path: Path) -> None:
    rows = int(os.environ.get("GONGQIAO_SOAK_ROWS", "200000"))
    write_register(tmp_path / "register.xlsx", rows)
    with served(tmp_path / "office") as address:
        visitor = Visitor(address)
        for _ in range(IDLE_ROUNDS):
            visitor.round()
        idle = float(np.quantile([seconds for _, seconds in visitor.took], 0.99))
        visitor.took.clear()
        visitor.start()
        put = asked(address + "/imports", *with_file(tmp_path / "register.xlsx"))
        seen = asked(address + put[2])
        brought = asked(address + put[2], urlencode(as_proposed(seen[1])).encode(), FORM)
        visitor.leaves.set()
        visitor.join()

    assert (put[0], seen[0], brought[0]) == (303, 200, 303), brought[1][:500]
    slowest = sorted(visitor.took, key=lambda one: -one[1])[:5]
    over = sum(seconds > 1 for _, seconds in visitor.took)
    told = f"idle p99 {idle:.2f} s, {len(visitor.took)} pages meanwhile, {over} over a second, slowest {slowest}"
    sys.stderr.write(f"{told}, load {os.getloadavg()}\n")
    assert slowest[0][1] < max(1.0, 5 * idle), slowest
