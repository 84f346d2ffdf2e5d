"""The command line ``gongqiao``; libraries are loaded by the command that needs them."""

from __future__ import annotations

import sys


def main() -> None:
    """The console script: run a command, and turn an error of the trade into a sentence and an exit code."""
    from api.cli.commands import app  # noqa: PLC0415 - keeps `import api.cli` free of work
    from api.errors import details_of, exit_code_of  # noqa: PLC0415
    from labor.errors import LaborError  # noqa: PLC0415

    try:
        app()
    except LaborError as error:
        lines = [str(error), *(f"  - {detail}" for detail in details_of(error))]
        sys.stderr.write("\n".join(lines) + "\n")
        sys.exit(exit_code_of(error))
