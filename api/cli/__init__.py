"""The command line ``gongqiao``; libraries are loaded by the command that needs them."""

from __future__ import annotations

import os
import signal
import sys

NO_PLAN_YET = 4  # docs/formats.md


def _ended_while_loading(*_: object) -> None:
    os._exit(NO_PLAN_YET)


def _plain_run(command: str, said: list[str]) -> int | None:
    """The exit code of a plain-file command, None where its arguments are not plainly in order."""
    from api.plainfiles.solve_arguments import OPTIONS, plain_arguments, read_plainly  # noqa: PLC0415

    if command == "solve":
        asked = plain_arguments(said)
        return asked.run() if asked else None
    plain = read_plainly(said, {name: read for name, read in OPTIONS.items() if name != "--iterations"})
    if plain is None:
        return None
    from api.plainfiles.fair_command import run  # noqa: PLC0415

    return run(plain[0], **plain[1])


def main() -> None:
    """The console script: run a command, and turn an error of the trade into a sentence and an exit code."""
    if sys.argv[1:2] in (["solve"], ["fair"]):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ended_while_loading)
        if (code := _plain_run(sys.argv[1], sys.argv[2:])) is not None:
            sys.exit(code)
    from api.cli.commands import app  # noqa: PLC0415 - keeps `import api.cli` free of work
    from api.cli.ending import end_when_asked  # noqa: PLC0415
    from api.errors import exit_code_of, trouble_of  # noqa: PLC0415
    from labor.errors import LaborError  # noqa: PLC0415

    end_when_asked()
    try:
        app()
    except LaborError as error:
        lines = [str(error), *(f"  - {detail}" for detail in error.details)]
        sys.stderr.write("\n".join(lines) + "\n")
        sys.exit(exit_code_of(error))
    except Exception as error:
        found = trouble_of(error)
        if found is None:
            raise
        sys.stderr.write(f"{found}\n")
        sys.exit(1)
