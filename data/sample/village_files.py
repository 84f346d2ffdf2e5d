"""The village registers of a season, each township's people laid out in its own shape."""

from __future__ import annotations

from collections.abc import Sequence

from data.sample.drafts import Cell, DraftColumn, SheetDraft
from data.sample.people import Person
from data.sample.register_cells import CELLS
from data.sample.village_layouts import GB18030, LAYOUTS, UTF8, VillageLayout
from data.sample.wording import COUNTY_WORDS, mates_of


def village_drafts(people: Sequence[Person]) -> list[list[SheetDraft]]:
    """One list of sheets a file; people in order of their villages."""
    files: list[list[SheetDraft]] = []
    for township, layout in LAYOUTS.items():
        members = [p for p in people if p.township == township]
        villages = sorted({p.village for p in members})
        if layout.by_village and township in UTF8:
            files += [[_draft(f"{township}{v}", v, [p for p in members if p.village == v], layout)] for v in villages]
        elif layout.by_village:
            files.append([_draft(township, v, [p for p in members if p.village == v], layout) for v in villages])
        else:
            files.append([_draft(township, "登记表", members, layout)])
    return files


def _draft(name: str, sheet: str, people: list[Person], layout: VillageLayout) -> SheetDraft:
    township = people[0].township
    ending = "csv" if township in GB18030 | UTF8 else "xlsx"
    bands = _bands(layout)
    columns = tuple(DraftColumn(key, header, bands.get(key, "")) for key, header in layout.headers)
    where = f"{COUNTY_WORDS[people[0].county]} {township}{'' if sheet == '登记表' else sheet}"
    title = f"{where}2026年春节后外出务工人员登记表"
    file = f"样例-{name}务工登记.{ending}"
    # A text file has no sheets: readers call its one table by the file's name.
    sheet = file.removesuffix(".csv") if ending == "csv" else sheet
    draft = SheetDraft(file, sheet, title, columns, blank_before_header=layout.blank_line)
    for at, person in enumerate(people):
        row: dict[str, Cell] = {key: CELLS[key](person, layout.days) for key, _ in layout.headers if key in CELLS}
        draft.rows.append(row | {"no": at + 1, "mates": "、".join(mates_of(person, people)) or None})
    return draft


def _bands(layout: VillageLayout) -> dict[str, str]:
    starts, band, found = dict(layout.bands), "", {}
    for key, _ in layout.headers:
        band = starts.get(key, band)
        found[key] = band
    return found
