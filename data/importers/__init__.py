"""From office files to registers: read, map, judge, report.

The names below are looked up when first used: data.registers needs the records of this package, and
bringing a file in needs data.registers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from data.importers.bad_rows import write_bad_rows
    from data.importers.bringing import Sending, bring_in
    from data.importers.deciding import decide
    from data.importers.judging import judge
    from data.importers.mapping import Column, Mapping, fields_of
    from data.importers.proposing import propose_mapping
    from data.importers.reading import Parsed, read_file, tables_of
    from data.importers.report import Report, RowRemark
    from data.importers.stored import open_rows
    from data.importers.tallies import Tally

_DOOR: Final = {
    "Column": "mapping",
    "Mapping": "mapping",
    "Parsed": "reading",
    "Report": "report",
    "RowRemark": "report",
    "Sending": "bringing",
    "Tally": "tallies",
    "bring_in": "bringing",
    "decide": "deciding",
    "fields_of": "mapping",
    "judge": "judging",
    "open_rows": "stored",
    "propose_mapping": "proposing",
    "read_file": "reading",
    "tables_of": "reading",
    "write_bad_rows": "bad_rows",
}

__all__ = [
    "Column",
    "Mapping",
    "Parsed",
    "Report",
    "RowRemark",
    "Sending",
    "Tally",
    "bring_in",
    "decide",
    "fields_of",
    "judge",
    "open_rows",
    "propose_mapping",
    "read_file",
    "tables_of",
    "write_bad_rows",
]


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(name)
    return getattr(import_module(f"data.importers.{_DOOR[name]}"), name)
