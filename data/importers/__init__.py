"""From office files to registers: read, map, judge, report."""

from data.importers.bad_rows import write_bad_rows
from data.importers.bringing import Sending, bring_in
from data.importers.columns.mapping import Column, Mapping, fields_of
from data.importers.columns.proposing import propose_mapping
from data.importers.deciding.deciding import decide
from data.importers.files.reading import Parsed, read_file, tables_of
from data.importers.judging.judging import judge
from data.importers.report import Report, RowRemark
from data.importers.stored import open_rows
from data.importers.tallies import Tally

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
