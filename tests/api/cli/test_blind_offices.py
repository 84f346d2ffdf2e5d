"""Offices nobody tuned to, from their own files to a plan: what a careful clerk would write, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.blind.offices import OFFICES, Played, played


class Least(NamedTuple):
    """What an office reaches at least (at most, where it is wrong or lost)."""

    right: int
    wrong: int
    lost: int
    registered: int
    placed: int
    coaches: int


REACHED = {
    "dongxiang": Least(right=310, wrong=0, lost=0, registered=44, placed=26, coaches=1),
    "duan": Least(right=307, wrong=0, lost=0, registered=48, placed=45, coaches=1),
    "zhaojue": Least(right=296, wrong=0, lost=0, registered=39, placed=25, coaches=1),
    "huayuan": Least(right=173, wrong=0, lost=0, registered=27, placed=24, coaches=0),
    "congjiang": Least(right=1111, wrong=21, lost=0, registered=117, placed=90, coaches=2),
    "zhenxiong": Least(right=371, wrong=1, lost=0, registered=54, placed=7, coaches=0),
}


@pytest.fixture(params=list(REACHED))
def key_of_office(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_an_office_nobody_tuned_to_is_read_as_a_clerk_would(key_of_office: str, tmp_path: Path) -> None:
    office, least = OFFICES[key_of_office], REACHED[key_of_office]

    found = played(office, tmp_path)

    said = [line for file in found.files.values() for line in file.said]
    assert found.fields["right"] >= least.right, said
    assert found.fields["wrong"] <= least.wrong, [line for line in said if line.startswith("wrong")]
    assert found.fields["lost"] <= least.lost, [line for line in said if line.startswith("lost")]
    assert found.registered >= least.registered
    assert found.placed >= least.placed, found.planned
    assert len(found.trips) >= least.coaches, found.planned
    assert found.files[""].invented == []
    assert _unnamed(key_of_office, found) == []


def _unnamed(key: str, found: Played) -> list[str]:
    """Files that cannot be read and of which the import says nothing."""
    return [file.name for file in OFFICES[key].files if not file.readable and file.name not in found.imported]
