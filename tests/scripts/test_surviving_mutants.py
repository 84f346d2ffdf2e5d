"""A survivor is explained by its change, not by its number, and an explanation without use or reason is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.surviving_mutants import EXPLAINED, Explanation, Mutant, counted, mutants_of, read_explanations
from tests.test_architecture import ROOT

MUTATED = """
class Tiers:
    def xǁTiersǁreach__mutmut_orig(self, home: int) -> int:
        return home // 100

    def xǁTiersǁreach__mutmut_1(self, home: int) -> int:
        return home // 101

def x__slack__mutmut_orig(amount: float) -> float:
    return 1 + abs(amount) + 1

def x__slack__mutmut_1(amount: float) -> float:
    return 1 + abs(amount) + 2

def x__slack__mutmut_2(amount: float) -> float:
    return 1 - abs(amount) + 1
"""
CODES = {
    "policy.tiers.xǁTiersǁreach__mutmut_1": 1,
    "policy.tiers.x__slack__mutmut_1": 0,
    "policy.tiers.x__slack__mutmut_2": None,
}
WIDER = Explanation("policy/tiers.py", "_slack", "1", ("2",), "a wider slack")


@pytest.fixture
def found(tmp_path: Path) -> dict[str, list[Mutant]]:
    """What mutmut leaves of one small module: one mutant noticed, one alive, one not run."""
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "tiers.py").write_text(MUTATED, encoding="utf-8")
    (tmp_path / "policy" / "tiers.py.meta").write_text(json.dumps({"exit_code_by_key": CODES}), encoding="utf-8")
    (tmp_path / "policy" / "__init__.py.meta").write_text(json.dumps({"exit_code_by_key": {}}), encoding="utf-8")
    return mutants_of(tmp_path)


def test_every_mutant_is_told_by_its_function_and_its_line(found: dict[str, list[Mutant]]) -> None:
    told = [(one.function, one.was, one.becomes, one.noticed) for one in found["policy/tiers.py"]]

    assert told == [
        ("Tiers.reach", "return home // 100", "return home // 101", True),
        ("_slack", "return 1 + abs(amount) + 1", "return 1 + abs(amount) + 2", False),
        ("_slack", "return 1 + abs(amount) + 1", "return 1 - abs(amount) + 1", None),
    ]


def test_what_is_alive_and_not_explained_fails_a_module_that_is_done(found: dict[str, list[Mutant]]) -> None:
    (open_,), (done,), (explained,) = (
        counted(found, set(), []), counted(found, {"policy/tiers.py"}, []), counted(found, {"policy/tiers.py"}, [WIDER])
    )  # fmt: skip

    assert [one.name for one in done.unexplained] == ["policy.tiers.x__slack__mutmut_1"]
    assert (open_.holds, done.holds, explained.holds) == (True, False, True)
    assert (explained.mutants, explained.noticed, explained.explained, explained.not_run) == (3, 1, 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        Explanation("policy/tiers.py", "reach", "1", ("2",), "another function"),
        Explanation("policy/spells.py", "_slack", "1", ("2",), "another module"),
        Explanation("policy/tiers.py", "_slack", "1", ("3",), "another change"),
        Explanation("policy/tiers.py", "_slack", "return 2", ("return 1",), "another line"),
    ],
)
def test_an_explanation_covers_its_own_change_alone(found: dict[str, list[Mutant]], other: Explanation) -> None:
    assert len(counted(found, set(), [other])[0].unexplained) == 1


def test_an_explanation_nothing_needs_any_more_is_told_once_every_mutant_was_run(tmp_path: Path) -> None:
    killed = {"policy/tiers.py": [Mutant("m", "policy/tiers.py", "_slack", "return 1", "return 2", noticed=True)]}

    (count,) = counted(killed, {"policy/tiers.py"}, [WIDER])

    assert (count.idle, count.holds) == ((WIDER,), False)


def test_a_module_that_is_done_and_has_no_mutants_has_moved(found: dict[str, list[Mutant]]) -> None:
    with pytest.raises(ValueError, match=r"no mutants of policy/law\.py: has it moved"):
        counted(found, {"policy/law.py"}, [])


def test_an_explanation_without_a_reason_is_none() -> None:
    text = 'done = []\n[[explained]]\nmodule = "a"\nfunction = "b"\nwas = "1"\nbecomes = ["2"]\nwhy = " "'

    with pytest.raises(ValueError, match="and why"):
        read_explanations(text)


def test_whatever_is_explained_or_done_stands_in_the_repository() -> None:
    done, explanations = read_explanations(EXPLAINED.read_text(encoding="utf-8"))

    assert [name for name in done | {one.module for one in explanations} if not (ROOT / name).is_file()] == []
