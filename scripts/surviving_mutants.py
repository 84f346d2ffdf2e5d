"""Which broken lines no test noticed, and which of them are explained: the end of ``make mutants``."""

from __future__ import annotations

import ast
import difflib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

MUTANTS: Final = Path("mutants")
EXPLAINED: Final = Path(__file__).with_name("explained_mutants.toml")
NOTICED: Final = {1, 3, 24, 36, 37, 152, 255, -24}  # mutmut's exit codes of a failed test, a time-out, a wrong type


@dataclass(frozen=True, slots=True)
class Mutant:
    """One line changed: mutmut's name, the function, and the line before and after; ``noticed`` is None if not run."""

    name: str
    module: str
    function: str
    was: str
    becomes: str
    noticed: bool | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Changes of one place that no test can notice, and why; module and function may be patterns."""

    module: str
    function: str
    was: str
    becomes: tuple[str, ...]
    why: str

    def covers(self, mutant: Mutant) -> bool:
        """Whether the mutant is one of these changes and nothing else."""
        if not (fnmatch(mutant.module, self.module) and fnmatch(mutant.function, self.function)):
            return False
        return any(mutant.becomes in _each_replaced(mutant.was, self.was, after) for after in self.becomes)


@dataclass(frozen=True, slots=True)
class Count:
    """What became of one module's mutants."""

    module: str
    done: bool
    mutants: int
    noticed: int
    explained: int
    not_run: int
    unexplained: tuple[Mutant, ...]
    idle: tuple[Explanation, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is left to do where the module is said to be done."""
        return not self.done or not (self.unexplained or self.idle)


def read_explanations(text: str) -> tuple[set[str], list[Explanation]]:
    """The modules that are done, and every explanation; raises ValueError for one without a reason."""
    told = tomllib.loads(text)
    found = [Explanation(**(one | {"becomes": tuple(one["becomes"])})) for one in told["explained"]]
    for one in found:
        if not (one.why.strip() and one.was and one.becomes):
            raise ValueError(f"{one.module} {one.function}: an explanation says what was, what becomes of it, and why")
    return set(told["done"]), found


def mutants_of(folder: Path) -> dict[str, list[Mutant]]:
    """Every mutant mutmut left in its folder, by module."""
    return {
        str(meta.relative_to(folder))[: -len(".meta")]: list(_mutants(meta, folder))
        for meta in sorted(folder.rglob("*.py.meta"))
    }


def counted(
    mutants: Mapping[str, Sequence[Mutant]], done: set[str], explanations: Sequence[Explanation]
) -> list[Count]:
    """One count a module, in the order of the house; a module that is done and has no mutants has moved, and raises."""
    moved = sorted(done - {module for module, found in mutants.items() if found})
    if moved:
        raise ValueError(f"no mutants of {', '.join(moved)}: has it moved?")
    counts = []
    for module, found in sorted(mutants.items()):
        alive = [one for one in found if one.noticed is False]
        left = tuple(one for one in alive if not any(said.covers(one) for said in explanations))
        not_run = sum(one.noticed is None for one in found)
        of_module = [said for said in explanations if said.module == module]
        idle = () if not_run else tuple(said for said in of_module if not any(said.covers(one) for one in alive))
        noticed = len(found) - len(alive) - not_run
        counts.append(Count(module, module in done, len(found), noticed, len(alive) - len(left), not_run, left, idle))
    return [count for count in counts if count.mutants]


def main() -> None:
    """Print one line a module and what is left; ends with 1 where a module that is done has something left."""
    done, explanations = read_explanations(EXPLAINED.read_text(encoding="utf-8"))
    counts = counted(mutants_of(MUTANTS), done, explanations)
    for count in counts:
        for mutant in count.unexplained:
            print(f"{mutant.name}\n    - {mutant.was}\n    + {mutant.becomes}")
        for said in count.idle:
            print(f"{said.module} {said.function}: explained and never alive: {said.was} becomes {said.becomes[0]}")
    print(f"{'module':40} {'mutants':>8} {'noticed':>8} {'explained':>9} {'not run':>8} {'unexplained':>11}")
    for count in counts:
        word = "" if count.done else "  (not done yet)"
        figures = (
            f"{count.mutants:8} {count.noticed:8} {count.explained:9} {count.not_run:8} {len(count.unexplained):11}"
        )
        print(f"{count.module:40} {figures}{word}")
    for name, some in (("done", [c for c in counts if c.done]), ("in all", counts)):
        left, all_, not_run = (
            sum(len(c.unexplained) for c in some), sum(c.mutants for c in some), sum(c.not_run for c in some)
        )  # fmt: skip
        print(f"{name}: {left} unexplained of {all_} mutants, {not_run} not run")
    sys.exit(not all(count.holds for count in counts))


def _mutants(meta: Path, folder: Path) -> Iterator[Mutant]:
    path = meta.with_suffix("")
    codes: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    if not codes:
        return
    functions = {
        node.name: node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "__mutmut_" in node.name
    }
    for key, code in codes.items():
        name = key.rpartition(".")[2]
        stem = name.rpartition("__mutmut_")[0]
        was, becomes = _changed(functions[f"{stem}__mutmut_orig"], functions[name])
        noticed = None if code is None else code in NOTICED
        function = stem.removeprefix("x").removeprefix("_").replace("ǁ", ".").removeprefix(".")
        yield Mutant(key, str(path.relative_to(folder)), function, was, becomes, noticed)


def _changed(before: Any, after: Any) -> tuple[str, str]:
    old, new = (ast.unparse(function).splitlines()[1:] for function in (before, after))
    told = [line for line in difflib.ndiff(old, new) if line[0] in "-+"]
    was, becomes = (" ".join(line[2:].strip() for line in told if line[0] == sign) for sign in "-+")
    return was, becomes


def _each_replaced(line: str, was: str, becomes: str) -> Iterator[str]:
    at = line.find(was)
    while at >= 0:
        yield line[:at] + becomes + line[at + len(was) :]
        at = line.find(was, at + 1)


if __name__ == "__main__":
    main()
