"""What a careful clerk would write down from an office's files, as data to compare with."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Person:
    """One person: words as the file has them, beside what they mean."""

    name: str
    sex: str
    born: str
    wish: str = ""
    codes: str = ""
    trade: str = ""
    trades: str = ""
    pay: str = ""
    yuan: int = 0
    when: str = ""
    first: str = ""
    last: str = ""
    note: str = ""
    partner: str = ""
    bars: str = ""
    going: bool = True
    must_ask: bool = False
    village: str = ""
    phone: str = ""
    identity: str = ""

    @property
    def age(self) -> int:
        """The age in full years on 2026-11-27."""
        year, month, day = (int(part) for part in self.born.split("-"))
        return 2026 - year - ((month, day) > (11, 27))


@dataclass(frozen=True, slots=True)
class Order:
    """One post of an employer; pay in yuan of its unit, days as ISO dates, 0 or empty where unsaid."""

    employer: str
    title: str
    place: str
    openings: int
    pay: tuple[int, int] = (0, 0)
    unit: str = "month"
    lodging: bool | None = None
    start_by: str = ""
    start_from: str = ""
    must_ask: bool = False


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle on offer; 0 drivers where nobody says how many."""

    seats: int
    origin: str
    destination: str
    yuan: int
    drivers: int = 0
    leaves: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One file of an office: how it is written and what it tells."""

    name: str
    write: Callable[[Path], object]
    tells: str = ""
    people: tuple[Person, ...] = ()
    orders: tuple[Order, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    fares: int = 0
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its county, its files and what a careful dispatcher does with them by hand."""

    key: str
    county: str
    files: tuple[File, ...]
    sendable: int
    coaches: int
    never_people: tuple[str, ...] = ()


def identity(county: str, born: str, serial: int, sex: str) -> str:
    """A well-formed identity number of nobody."""
    digits = f"{county}{born.replace('-', '')}{serial * 2 + (sex == '男'):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def drawn(seed: int, county: str, village: str, people: Iterable[Person]) -> tuple[Person, ...]:
    """Give everybody a phone and an identity number, the same ones every time."""
    rng = random.Random(seed)
    return tuple(
        replace(
            person,
            village=person.village or village,
            phone=person.phone or f"19{rng.choice('0123589')}{rng.randrange(10**8):08d}",
            identity=person.identity or identity(county, person.born, rng.randrange(20, 480), person.sex),
        )
        for person in people
    )
