"""The arguments of `solve` read without the command-line library, which takes longer to load than a small plan.

Whatever is not plainly in order is left to that library: it words the help and the faults.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from labor.limits import USUAL_TIME_LIMIT_S

OPTIONS: Final[Mapping[str, Callable[[str], Any]]] = {
    "--out": Path,
    "--time-limit": float,
    "--iterations": int,
    "--gap": float,
    "--seed": int,
    "--threads": int,
}


@dataclass(frozen=True, slots=True)
class SolveArguments:
    """What was asked for on the command line."""

    folder: Path
    out: Path
    time_limit: float | None = None
    iterations: int | None = None
    gap: float = 0.0
    seed: int = 0
    threads: int = 2

    def run(self) -> int:
        """Plan the folder; the exit code."""
        from api.plainfiles.running import BAD_INPUT  # noqa: PLC0415
        from api.plainfiles.solving import solve_folder  # noqa: PLC0415
        from labor.errors import BadInput  # noqa: PLC0415
        from optimizer import PlanParams  # noqa: PLC0415

        started = time.monotonic() - seconds_since_start()
        limit = self.time_limit
        if limit is None and self.iterations is None:
            limit = USUAL_TIME_LIMIT_S
        try:
            params = PlanParams(limit, self.iterations, self.gap, self.seed, self.threads)
        except BadInput as error:
            sys.stderr.write(f"command line:1: {error}\n")
            return BAD_INPUT
        return solve_folder(self.folder, self.out, params, started=started)


def plain_arguments(said: Sequence[str]) -> SolveArguments | None:
    """What was asked for, or None where that is not plainly in order."""
    plain = read_plainly(said, OPTIONS)
    return SolveArguments(plain[0], **plain[1]) if plain else None


def read_plainly(
    said: Sequence[str], options: Mapping[str, Callable[[str], Any]]
) -> tuple[Path, dict[str, Any]] | None:
    """One folder and known options, each once and with a value that reads; None for anything else."""
    folders: list[Path] = []
    told: dict[str, Any] = {}
    words = iter(said)
    for word in words:
        if not word.startswith("-"):
            folders.append(Path(word))
            continue
        name, has_value, value = word.partition("=")
        value = value if has_value else next(words, "")
        key = name.removeprefix("--").replace("-", "_")
        if name not in options or key in told or not value or value.startswith("--"):
            return None
        try:
            told[key] = options[name](value)
        except ValueError:
            return None
    return (folders[0], told) if len(folders) == 1 and "out" in told else None


def seconds_since_start() -> float:
    """How long this process has been loading: the time limit covers that too. 0 where the system does not say."""
    try:
        begun_ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        uptime_s = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return min(60.0, max(0.0, uptime_s - begun_ticks / 100))  # ticks are hundredths: USER_HZ of every Linux
