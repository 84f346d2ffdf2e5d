"""The command line ``gongqiao``; libraries are loaded by the command that needs them."""

from __future__ import annotations

import os
import signal
import sys

NO_PLAN_YET = 4  # docs/formats.md


def _ended_while_loading(*_: object) -> None:
    os._exit(NO_PLAN_YET)


def main() -> None:
    """The console script: run a command, and turn an error of the trade into a sentence and an exit code."""
    if sys.argv[1:2] == ["solve"]:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ended_while_loading)
        from api.plainfiles.solve_arguments import plain_arguments  # noqa: PLC0415

        if asked := plain_arguments(sys.argv[2:]):
            sys.exit(asked.run())
    from api.cli.commands import app  # noqa: PLC0415 - keeps `import api.cli` free of work
    from api.cli.ending import end_when_asked  # noqa: PLC0415
    from api.errors import details_of, exit_code_of  # noqa: PLC0415
    from api.trouble import trouble_of  # noqa: PLC0415
    from labor.errors import LaborError  # noqa: PLC0415

    end_when_asked()
    try:
        app()
    except LaborError as error:
        lines = [str(error), *(f"  - {detail}" for detail in details_of(error))]
        sys.stderr.write("\n".join(lines) + "\n")
        sys.exit(exit_code_of(error))
    except Exception as error:
        found = trouble_of(error)
        if found is None:
            raise
        sys.stderr.write(f"{found}\n")
        sys.exit(1)
