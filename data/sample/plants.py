"""The faults planted in the files, and what must become of each: a list that a test compares with the reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from data.sample.drafts import Cell, SheetDraft
from data.sample.identity import RESERVED, check_digit

Verdict = Literal["kept", "to_decide", "refused", "skipped", "blocked"]
WHOLE_ROW: Final = "(整行)"


@dataclass(frozen=True, slots=True)
class Plant:
    """One planted fault. ``row`` 1 is the sheet's first; ``blocked`` means kept, and stopped by a rule of policy/."""

    kind: str
    file: str
    sheet: str
    row: int
    column: str
    expected_verdict: Verdict
    expected_code: str  # the importers' fault, or the rule that blocks; "" where nothing need be said


@dataclass(slots=True)
class Planter:
    """Plants faults in drafts and keeps the list; a row is never used twice."""

    plants: list[Plant] = field(default_factory=list)
    used: set[tuple[str, str, int]] = field(default_factory=set)

    def free_row(self, draft: SheetDraft, suits: Callable[[dict[str, Cell]], bool] = lambda _: True) -> int:
        """The first untouched row of somebody who travels alone and suits."""
        for at, row in enumerate(draft.rows):
            alone = not row.get("group") and not row.get("mates")
            if (draft.file, draft.sheet, at) not in self.used and alone and suits(row):
                return at
        raise LookupError(f"{draft.file} {draft.sheet}: no row left to plant in")

    def cell(
        self, draft: SheetDraft, key: str, make: Callable[[dict[str, Cell]], Cell], what: tuple[str, Verdict, str]
    ) -> None:
        """Spoil one cell of the next free row that has something in it."""
        at = self.free_row(draft, lambda row: row.get(key) not in (None, ""))
        self.spoil(draft, at, {key: make(draft.rows[at])}, what)

    def spoil(self, draft: SheetDraft, at: int, cells: dict[str, Cell], what: tuple[str, Verdict, str]) -> None:
        """Spoil known cells of a known row; the first cell is the one that is named."""
        draft.rows[at].update(cells)
        self._note(draft, at, draft.header_of(next(iter(cells))), what)

    def row(self, draft: SheetDraft, row: dict[str, Cell], what: tuple[str, Verdict, str]) -> None:
        """Append a row."""
        draft.rows.append(row)
        self._note(draft, len(draft.rows) - 1, WHOLE_ROW, what)

    def _note(self, draft: SheetDraft, at: int, column: str, what: tuple[str, Verdict, str]) -> None:
        self.used.add((draft.file, draft.sheet, at))
        self.plants.append(Plant(what[0], draft.file, draft.sheet, draft.line_of(at), column, what[1], what[2]))


def plant_faults(
    villages: Sequence[Sequence[SheetDraft]],
    orders: Sequence[Sequence[SheetDraft]],
    offices: dict[str, list[SheetDraft]],
    today: date,
) -> list[Plant]:
    """Spoil the drafts in place; the same drafts always get the same faults."""
    planter = Planter()
    by_file = {drafts[0].file.removeprefix("样例-").split("务工")[0]: list(drafts) for drafts in villages}
    _numbers(planter, by_file)
    _days_and_phones(planter, by_file)
    _people(planter, by_file)
    _papers(planter, by_file)
    _postings(planter, orders)
    _offices(planter, offices, today)
    return planter.plants


def _text(row: dict[str, Cell], key: str) -> str:
    return str(row[key])


def _numbers(planter: Planter, files: dict[str, list[SheetDraft]]) -> None:
    """Identity numbers as spreadsheets and hurried fingers leave them."""
    rong, sandui, wu = files["荣山镇"][0], files["三堆镇"][0], files["海城街道"][0]
    tells = "identity"
    planter.cell(
        rong, tells, lambda r: f"{int(_text(r, tells)[:17]) * 10:.5E}", ("scientific", "refused", "identity_rounded")
    )
    planter.cell(rong, tells, lambda r: float(_text(r, tells)[:17] + "0"), ("rounded", "refused", "identity_rounded"))
    planter.cell(
        sandui, tells, lambda r: f"{int(_text(r, tells)[:17]) * 10:.5E}", ("scientific", "refused", "identity_rounded")
    )
    for draft in (rong, sandui, wu):
        zero = draft.rows[planter.free_row(draft, lambda r: check_digit(_text(r, "identity")[:15] + "00") != "0")]
        at = draft.rows.index(zero)
        planter.spoil(draft, at, {tells: _text(zero, tells)[:15] + "000"}, ("zeroed", "refused", "identity_zeroed"))
        planter.cell(draft, tells, _wrong_check, ("check_digit", "refused", "identity_check_digit"))
    planter.cell(wu, tells, lambda r: _text(r, tells)[:16], ("too_short", "refused", "identity_length"))
    wide = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "0123456789X"})
    for draft in (rong, sandui):
        planter.cell(draft, tells, lambda r: _text(r, tells).translate(wide), ("full_width", "kept", ""))
        planter.cell(draft, tells, lambda r: "'" + _text(r, tells) + " ", ("apostrophe", "kept", ""))
        small = planter.free_row(draft, lambda r: _text(r, "identity").endswith("X"))
        planter.spoil(draft, small, {tells: _text(draft.rows[small], tells).lower()}, ("small_x", "kept", ""))


def _wrong_check(row: dict[str, Cell]) -> str:
    number = _text(row, "identity")
    return number[:17] + ("1" if number[17] == "0" else "0")


def _days_and_phones(planter: Planter, files: dict[str, list[SheetDraft]]) -> None:
    short = files["龙潭乡"][0]
    for words, what, code in (
        ("85.3", "birth_short", "birth_in_part"),
        ("1985年3月", "birth_month", "birth_in_part"),
    ):
        at = planter.free_row(short)
        planter.spoil(short, at, {"birth": words, "identity": None}, (what, "kept", code))
    aged = files["美岱召镇"][0]
    old = planter.free_row(aged)
    planter.spoil(aged, old, {"age": 41, "identity": None}, ("age_for_birth", "kept", "age_only"))
    planter.cell(short, "earliest", lambda _: "正月初八", ("lunar_day", "kept", "lunar_read"))
    planter.cell(short, "trade", lambda _: "啥都能干", ("any_work", "kept", ""))
    full = files["大石镇"][0]
    planter.cell(full, "phone", lambda r: _spaced(_text(r, "phone"), " "), ("phone_spaces", "kept", ""))
    planter.cell(full, "phone", lambda r: _spaced(_text(r, "phone"), "-"), ("phone_dashes", "kept", ""))
    planter.cell(full, "phone", lambda r: _text(r, "phone")[:10], ("phone_short", "to_decide", "phone_wrong"))
    planter.cell(full, "remarks", lambda _: '=HYPERLINK("http://example.invalid","点我")', ("formula", "kept", ""))


def _spaced(phone: str, joint: str) -> str:
    return joint.join((phone[:3], phone[3:7], phone[7:]))


def _people(planter: Planter, files: dict[str, list[SheetDraft]]) -> None:
    """Two in a cell, one in two villages, children, and rows that are no people."""
    full, official, other = files["宝轮镇"][0], files["七营镇"][0], files["七营镇"][1]
    at = planter.free_row(full)
    both = f"{full.rows[at]['name']}、{full.rows[at + 1]['name']}"
    planter.spoil(full, at, {"name": both}, ("two_people", "to_decide", "two_people"))
    twin = dict(official.rows[planter.free_row(official)])
    planter.row(
        other,
        twin | {"no": len(other.rows) + 1, "village": other.sheet},
        ("same_number", "to_decide", "duplicate_two_villages"),
    )
    short = files["美岱召镇"][0]
    again = dict(short.rows[planter.free_row(short)]) | {"identity": None, "remarks": "补报"}
    planter.row(short, again, ("same_name_phone", "to_decide", "duplicate_name_phone"))
    child = planter.free_row(full)
    young = _text(full.rows[child], "identity")[:6] + "20110518" + RESERVED[1][0]
    planter.spoil(full, child, {"identity": young + check_digit(young)}, ("under_16", "refused", "too_young"))
    planter.spoil(full, planter.free_row(full), {"name": None}, ("no_name", "refused", "name_missing"))
    total: dict[str, Cell] = {"no": "合计", "name": f"{len(full.rows)}人"}
    planter.row(full, total, ("total_row", "skipped", "total"))
    header: dict[str, Cell] = {column.key: column.header for column in official.columns}
    planter.row(official, header, ("header_again", "skipped", "header"))


def _papers(planter: Planter, files: dict[str, list[SheetDraft]]) -> None:
    """A welder's card that has run out, and a forklift card from an issuer that issues none."""
    for draft in (d for drafts in files.values() for d in drafts):
        for at, row in enumerate(draft.rows):
            alone = not row.get("group") and (draft.file, draft.sheet, at) not in planter.used
            if alone and row.get("papers") == "熔化焊接与热切割作业" and _once(planter, "expired_card"):
                gone = {"valid_to": "2024年6月30日", "review_by": "2024年6月30日"}
                cells: dict[str, Cell] = {key: day for key, day in gone.items() if draft.has(key)}
                planter.spoil(draft, at, cells, ("expired_card", "blocked", "holds_the_certificates"))
            elif alone and row.get("papers") == "叉车证" and _once(planter, "wrong_issuer"):
                planter.spoil(draft, at, {"issuer": "应急管理局"}, ("wrong_issuer", "kept", "certificate_wrong_issuer"))


def _once(planter: Planter, kind: str) -> bool:
    return all(plant.kind != kind for plant in planter.plants)


def _postings(planter: Planter, orders: Sequence[Sequence[SheetDraft]]) -> None:
    """Demands no employer may make, pay below the floor, numbers that do not add up, and an order sent twice."""
    city, fujian, beijing = orders[0][0], orders[1][0], orders[2][0]
    for draft, words, kind in (
        (city, "限男性", "demand_sex"),
        (city, "18-40周岁", "demand_age"),
        (fujian, "只招女工,35岁以下", "demand_sex_age"),
        (fujian, "限本地户籍", "demand_hukou"),
    ):
        planter.spoil(draft, planter.free_row(draft), {"demands": words}, (kind, "kept", "demand_refused"))
    planter.spoil(
        beijing, planter.free_row(beijing), {"demands": "入职交押金500元"}, ("deposit", "refused", "fee_demanded")
    )
    low = planter.free_row(city)
    planter.spoil(
        city, low, {"wage_low": 1500, "wage_high": 1700}, ("pay_below_minimum", "refused", "pay_below_minimum")
    )
    mistyped = planter.free_row(city)
    credit = _text(city.rows[mistyped], "credit_code")
    wrong = credit[:17] + ("1" if credit[17] == "0" else "0")
    planter.spoil(city, mistyped, {"credit_code": wrong}, ("credit_code", "kept", "credit_code_check_digit"))
    few = planter.free_row(fujian)
    planter.spoil(fujian, few, {"openings_words": "若干"}, ("openings_vague", "to_decide", "openings_missing"))
    twice = dict(beijing.rows[planter.free_row(beijing)])
    planter.row(beijing, twice, ("posting_twice", "to_decide", "duplicate_posting"))
    planter.row(fujian, {"employer": "合计", "openings_words": "见上"}, ("total_row", "skipped", "total"))


def _offices(planter: Planter, offices: dict[str, list[SheetDraft]], today: date) -> None:
    """Employers whom the rules stop, and a coach nobody can count the seats of."""
    listed, register = offices["arrears"][0], offices["employers"][0]
    for at, row in enumerate(listed.rows[:2]):
        planter.spoil(listed, at, {"from": row["from"]}, ("on_arrears_list", "blocked", "employer_pays_its_wages"))
    for at, row in enumerate(register.rows):
        until = row.get("licence_to")
        if isinstance(until, date) and until < today:
            planter.spoil(
                register, at, {"licence_to": until}, ("licence_expired", "blocked", "employer_licence_is_valid")
            )
    coaches = offices["vehicles"][0]
    planter.row(
        coaches, dict(coaches.rows[0]) | {"name": "待定大巴", "seats": None}, ("no_seats", "refused", "seats_missing")
    )
