"""Anything of any size over a channel in slices, so that the other threads of a process go on meanwhile.

``Connection.recv`` makes its objects in one call that nothing interrupts: 200,000 rows kept every page of a server
waiting for five seconds. A pickle that is read from, and written to, a file of Python's own comes in frames of 64 KB,
and between two of them other threads have their turn.
"""

from __future__ import annotations

import gc
import pickle
from multiprocessing.connection import Connection
from typing import Any, Final

SLICE: Final = 1 << 18
AS_LONG_AS_IT_LASTS: Final = 1 << 23


class TooMuch(Exception):
    """More than the sender may send."""


class _Outlet:
    """What a pickler writes to."""

    def __init__(self, channel: Connection, most: int | None) -> None:
        self.channel, self.left = channel, most
        self.held = bytearray()

    def write(self, piece: Any) -> int:
        """Pass on what has come together once it is a slice."""
        count = len(piece)
        if self.left is not None:
            self.left -= count
            if self.left < 0:
                raise TooMuch
        self.held += piece
        if len(self.held) >= SLICE:
            self.flush()
        return count

    def flush(self) -> None:
        """Send what is held."""
        if self.held:
            self.channel.send_bytes(self.held)
            self.held = bytearray()


class _Inlet:
    """What an unpickler reads from."""

    def __init__(self, channel: Connection) -> None:
        self.channel, self.held, self.at, self.since = channel, b"", 0, 0

    def read(self, count: int) -> bytes:
        """The next bytes, as many as asked for. Raises EOFError."""
        pieces, lacking = [], count
        while lacking:
            if self.at == len(self.held):
                self._next()
            piece = self.held[self.at : self.at + lacking]
            self.at += len(piece)
            lacking -= len(piece)
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self) -> bytes:
        """A line; only pickles of old protocols have them, and none is sent here."""
        line = bytearray()
        while not line.endswith(b"\n"):
            line += self.read(1)
        return bytes(line)

    def _next(self) -> None:
        self.held, self.at = self.channel.recv_bytes(), 0
        self.since += len(self.held)
        if self.since >= AS_LONG_AS_IT_LASTS:
            # Else the search for rings goes through all of it again and again, a second each time, with every thread
            # waiting. Rows hold no rings; what else is young at this moment is little.
            gc.freeze()
            self.since = 0


def send(channel: Connection, thing: Any, most: int | None = None) -> None:
    """Send anything that can be pickled. Raises TooMuch beyond ``most`` bytes."""
    outlet = _Outlet(channel, most)
    pickle.Pickler(outlet, pickle.HIGHEST_PROTOCOL).dump(thing)
    outlet.flush()


def received(channel: Connection) -> Any:
    """What the other side sent. Raises EOFError where it ended before."""
    return pickle.Unpickler(_Inlet(channel)).load()  # noqa: S301 - our own process, which has not the key
