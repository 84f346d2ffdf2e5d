"""The season is the same for the same seed, says that it is synthetic, and looks like the survey."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from stdnum.cn import ric, uscc

from data.importers.files.opening import open_file
from data.sample.identity import is_synthetic
from data.sample.season import Season
from data.sample.season_files import write_season


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    first = write_season(tmp_path / "a", workers=300)
    second = write_season(tmp_path / "b", workers=300)

    paths = [file.path for file in first.files]
    assert len(paths) > 25
    assert all(path.read_bytes() == (tmp_path / "b" / path.name).read_bytes() for path in paths)
    assert first.register.people == second.register.people
    assert first.plants == second.plants


def test_another_seed_draws_other_people(tmp_path: Path, season: Season) -> None:
    other = write_season(tmp_path, seed=1, workers=300)

    assert {p.name for p in other.register.people} != {p.name for p in season.register.people}


def test_identity_numbers_pass_every_check_and_belong_to_nobody(season: Season) -> None:
    numbers = [person.identity_number for person in season.register.people]

    assert len(set(numbers)) == len(numbers)
    assert all(ric.calc_check_digit(number) == number[17] and ric.get_birth_date(number) for number in numbers)
    assert all(is_synthetic(number) for number in numbers)
    assert all(person.phone.startswith("15400") for person in season.register.people)


def test_credit_codes_pass_the_check_and_name_no_register(season: Season) -> None:
    codes = [employer.credit_code for employer in season.register.employers]

    assert len(set(codes)) == 60
    assert all(uscc.is_valid(code) and "DEMA" in code for code in codes)


def test_every_sheet_and_file_says_that_it_is_synthetic(season: Season) -> None:
    for file in season.files:
        assert "样例" in file.path.name
        for sheet in open_file(file.path).sheets:
            assert "合成样例数据" in " ".join(str(cell) for row in sheet.rows[:2] for cell in row), file.path.name


def test_the_workers_look_like_the_survey(season: Season) -> None:
    people = season.register.people
    ages = [(season.today - person.birth).days / 365.25 for person in people]

    assert len(people) == pytest.approx(3000, abs=10)
    assert sum(person.sex == 1 for person in people) / len(people) == pytest.approx(0.624, abs=0.03)
    assert sum(age > 50 for age in ages) / len(ages) == pytest.approx(0.316, abs=0.04)
    assert min(ages) >= 16
    assert 0.10 < sum(person.group >= 0 for person in people) / len(people) < 0.20


def test_groups_stay_within_one_village_and_leave_on_the_same_day(season: Season) -> None:
    groups: dict[int, list[tuple[object, ...]]] = {}
    for person in season.register.people:
        if person.group >= 0:
            groups.setdefault(person.group, []).append((person.township, person.village, person.earliest, person.wish))

    assert len(groups) > 100
    assert all(len(members) > 1 and len(set(members)) == 1 for members in groups.values())


def test_some_trades_have_more_workers_than_openings(season: Season) -> None:
    workers = Counter(person.trades[0].word for person in season.register.people)
    openings = Counter[str]()
    for order in season.register.orders:
        openings[order.trade.word] += order.openings

    assert sum(openings.values()) < len(season.register.people)
    assert sum(workers[word] > openings[word] for word in workers) >= 10
    assert any(openings[word] > workers[word] for word in workers)
