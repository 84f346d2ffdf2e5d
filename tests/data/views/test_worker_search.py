"""People are found by what a clerk remembers of them, on masked and sealed rows."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from data.views.workers import WorkerSearch, register
from tests import builders

HERE = {"township": "草海镇", "village": "东山村2组"}
PEOPLE = {
    "王小明": {"phone": "13812345678", **HERE},
    "小李": {"phone": "13887655678", "township": "草海镇", "village": "西海社区"},
    "李明": {"phone": "19912340000"},
    "欧阳小明": {"phone": "19912349999"},
    "买买提·艾力": {"phone": "13700001111"},
    "阿布都": {"phone": None},
}


@pytest.fixture
def people(session: Session) -> dict[int, str]:
    return {builders.a_worker(session, name, **fields).id: name for name, fields in PEOPLE.items()}


def found(session: Session, people: dict[int, str], text: str) -> set[str]:
    return {people[line.id] for line in register(session, WorkerSearch(text)).rows}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("小明", {"王小明", "欧阳小明"}),
        ("王小", {"王小明"}),
        ("小", {"王小明", "小李", "欧阳小明"}),
        ("明", {"王小明", "李明", "欧阳小明"}),
        ("阳小", {"欧阳小明"}),
        ("买提", {"买买提·艾力"}),
        ("提•艾", {"买买提·艾力"}),
        ("艾力", {"买买提·艾力"}),
        ("王明", set()),
        ("布", {"阿布都"}),
    ],
)
def test_part_of_a_name_finds_its_people_and_nobody_else(
    session: Session, people: dict[int, str], text: str, names: set[str]
) -> None:
    assert found(session, people, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("5678", {"王小明", "小李"}),
        ("345678", {"王小明"}),
        ("45678", {"王小明"}),
        ("655678", {"小李"}),
        ("138 1234-5678", {"王小明"}),
        ("0000", {"李明"}),
        ("999", {"欧阳小明"}),
        ("12349998", set()),
    ],
)
def test_the_end_of_a_number_finds_its_people(
    session: Session, people: dict[int, str], text: str, names: set[str]
) -> None:
    assert found(session, people, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("东山村", {"王小明"}),
        ("草海镇东山村", {"王小明"}),
        ("草海镇 东山村", {"王小明"}),
        ("利州区草海", {"王小明", "小李"}),
        ("东山 5678", {"王小明"}),
        ("草海 李", {"小李"}),
        ("东山 李", set()),
    ],
)
def test_a_village_is_found_with_and_without_its_township(
    session: Session, people: dict[int, str], text: str, names: set[str]
) -> None:
    assert found(session, people, text) == names


def test_whoever_was_erased_is_no_longer_found_by_their_name(session: Session, people: dict[int, str]) -> None:
    from data.rights.personal_rights import erase
    from data.rounds.stages import Signature

    number = next(number for number, name in people.items() if name == "王小明")
    erase(session, number, signature=Signature("老陈", builders.NOW))

    assert found(session, people, "王小") == set()
    assert found(session, people, "小明") == {"欧阳小明"}
