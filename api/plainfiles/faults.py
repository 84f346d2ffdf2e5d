"""Bad input, collected: every fault of every file at once, each with its file and line."""

from __future__ import annotations

from dataclasses import dataclass, field

from labor.errors import BadInput


@dataclass(frozen=True, slots=True, order=True)
class LineFault:
    """One thing wrong in one line of one file."""

    file: str
    line: int
    wrong: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong}"


class FaultyFolder(BadInput):
    """A folder that cannot be used; ``faults`` says everything that is wrong with it."""

    def __init__(self, faults: list[LineFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(slots=True)
class Faults:
    """Where readers report; nothing is raised before everything was read."""

    found: list[LineFault] = field(default_factory=list)

    def add(self, file: str, line: int, wrong: str) -> None:
        """Note one fault; line breaks within a quoted cell must not break the report's lines."""
        self.found.append(LineFault(file, line, " ".join(wrong.split())))

    def refuse_any(self) -> None:
        """Raise FaultyFolder when something was found, in the order of the files' names and lines."""
        if self.found:
            raise FaultyFolder(sorted(set(self.found)))
