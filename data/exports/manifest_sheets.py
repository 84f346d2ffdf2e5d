"""The manifest as tables: the page a leader holds, and every column for the office."""

from __future__ import annotations

from typing import Final, Literal

from data.exports.manifest import ManifestSheet, Passenger
from data.exports.sheets import Cell, Fact, PaperColumn, PaperSheet
from data.exports.trips import BatchTrip
from data.exports.words import day_words
from labor.words import Bilingual

ESTIMATES: Final = Bilingual(
    "带“约”的时间按里程和规定车速推算，以承运单位通知为准。",
    "Times with “about” are reckoned from distance and speed; the carrier's word holds.",
)


def as_sheets(manifest: ManifestSheet) -> list[PaperSheet]:
    """The page to print and, for the office's own use, the same with every column."""
    facts = header_facts(manifest)
    columns = _NOTICE_COLUMNS if manifest.masking == "notice" else _PRINTED_COLUMNS
    printed = PaperSheet(
        name=Bilingual("花名册", "Manifest"),
        title=manifest.title,
        columns=tuple(column for column, _ in columns),
        rows=tuple(tuple(_cell(line, field) for _, field in columns) for line in manifest.passengers),
        facts=facts,
        notes=_notes(manifest),
        signatures=(
            Bilingual("输出单位（签章）", "Sender (seal)"),
            Bilingual("领队（签字）", "Leader"),
            Bilingual("接收单位（签章）", "Receiver (seal)"),
            Bilingual("日期", "Date"),
        ),
        synthetic=manifest.office.synthetic,
    )
    return [printed] if manifest.masking == "notice" else [printed, _every_column(manifest)]


def header_facts(manifest: ManifestSheet) -> tuple[Fact, ...]:
    """What stands above the list; sealed people in charge stay off the notice board."""
    trip, home = manifest.journey, manifest.office
    pairs: list[tuple[Bilingual, Cell]] = [
        (Bilingual("批次", "Batch"), f"{trip.batch_number}（{trip.round_name}）"),
        (Bilingual("车次", "Trip"), str(trip.trip_number)),
        (Bilingual("车辆", "Vehicle"), trip.vehicle),
        (Bilingual("出发", "Leaves"), day_words(trip.leaves)),
        (Bilingual("到达", "Arrives"), day_words(trip.arrives)),
        (Bilingual("人数/座位", "People/seats"), f"{len(manifest.passengers)}/{trip.seats}"),
        (Bilingual("路线", "Route"), trip.route),
        (Bilingual("输出地热线", "Home hotline"), home.hotline),
        (Bilingual("输入地热线", "Hotline there"), home.receiving_hotline),
    ]
    if manifest.masking != "notice":
        pairs += [
            (Bilingual("领队", "Leader"), trip.leader or "＿＿＿＿"),
            (Bilingual("副领队", "Deputy"), trip.deputy or "＿＿＿＿"),
            (Bilingual("护送人员", "Escorts"), trip.escorts or "＿＿＿＿"),
            (Bilingual("承运单位", "Carrier"), f"{trip.carrier} {trip.carrier_contact}".strip() or "＿＿＿＿"),
            (Bilingual("驾驶员", "Drivers"), _crew(trip)),
            (Bilingual("保险", "Insurance"), trip.insurance or "＿＿＿＿"),
            (Bilingual("接收人", "Receiver"), trip.receiver or "＿＿＿＿"),
        ]
    if manifest.expected is not None and manifest.masking == "escort":
        pairs.append((Bilingual("到车预计", "Expected"), manifest.expected.words))
    return tuple(Fact(label, value) for label, value in pairs)


def _crew(trip: BatchTrip) -> Cell:
    names = trip.drivers or "＿＿＿＿"
    return names if trip.crew is None else Bilingual(f"{names} {trip.crew.zh}", f"{names} {trip.crew.en}")


def _notes(manifest: ManifestSheet) -> tuple[Bilingual, ...]:
    trip = manifest.journey
    zh = "；".join(f"{stop.name} {stop.when.zh}" for stop in (*trip.origins, *trip.destinations))
    en = "; ".join(f"{stop.name} {stop.when.en}" for stop in (*trip.origins, *trip.destinations))
    notes = [Bilingual(f"停靠站：{zh}", f"Stops: {en}")]
    if any(stop.estimated for stop in (*trip.origins, *trip.destinations)):
        notes.append(ESTIMATES)
    if manifest.masking != "notice":
        for name, address, contact, people in manifest.employers:
            words = f"{name}，{address}，{contact}，{people}人"
            notes.append(Bilingual(f"用人单位：{words}", f"Employer: {name}, {address}, {contact}, {people} people"))
    return (
        *notes,
        Bilingual("不收押金，不扣身份证。有问题请打热线。", "No deposit, no identity card held. Call the hotline."),
    )


def _cell(line: Passenger, field: str) -> Cell:
    if field == "pickup":
        when = line.pickup_when
        return Bilingual(f"{line.pickup} {when.zh}".strip(), f"{line.pickup} {when.en}".strip())
    if field == "pickup_name":
        return line.pickup
    if field == "identity_end":
        return line.identity[-4:]
    value: Cell = getattr(line, field)
    return value


def _column(zh: str, en: str, width: float, align: Literal["left", "center"] = "left") -> PaperColumn:
    return PaperColumn(Bilingual(zh, en), width, align)


_PRINTED_COLUMNS: Final = (
    (_column("序号", "No.", 4.5, "center"), "serial"),
    (_column("姓名", "Name", 9), "name"),
    (_column("性别", "Sex", 4.5, "center"), "sex"),
    (_column("身份证后四位", "ID ends", 7.5, "center"), "identity_end"),
    (_column("电话", "Phone", 12.5, "center"), "phone"),
    (_column("乡镇/村", "Township, village", 12), "home"),
    (_column("上车点、日期、时间", "Boards", 20), "pickup"),
    (_column("用人单位", "Employer", 14), "employer"),
    (_column("岗位", "Posting", 10), "post"),
    (_column("同行组", "Group", 4.5, "center"), "group"),
    (_column("紧急联系人", "Emergency contact", 12.5), "emergency_contact"),
    (_column("证件", "Papers", 6.5, "center"), "papers"),
    (_column("意向", "Agreed", 7.5, "center"), "agreed"),
    (_column("上车", "On", 6, "center"), "boarded"),
    (_column("到达", "There", 6, "center"), "arrived"),
    (_column("交接人", "Handed to", 7), "handed_to"),
    (_column("备注", "Remarks", 7), "remarks"),
)
_NOTICE_COLUMNS: Final = (
    (_column("序号", "No.", 6, "center"), "serial"),
    (_column("姓名", "Name", 12), "name"),
    (_column("乡镇/村", "Township, village", 20), "home"),
    (_column("上车点、日期、时间", "Boards", 36), "pickup"),
    (_column("用人单位", "Employer", 34), "employer"),
    (_column("岗位", "Posting", 20), "post"),
)
_EVERY_FIELD: Final = (
    *(("序号", "No.", "serial"), ("姓名", "Name", "name"), ("性别", "Sex", "sex"), ("身份证号", "ID", "identity")),
    *(("电话", "Phone", "phone"), ("乡镇/村", "Township, village", "home"), ("上车点", "Boards at", "pickup_name")),
    *(("上车日期", "Boarding day", "pickup_day"), ("农历", "Lunar day", "pickup_lunar")),
    *(("到点时间", "Be there by", "be_there"), ("开车时间", "Leaves", "leaves_at")),
    *(("用人单位", "Employer", "employer"), ("用人单位地址", "Address", "address"), ("岗位", "Posting", "post")),
    *(("用人单位联系人", "Employer contact", "employer_contact"), ("同行组", "Group", "group")),
    *(("紧急联系人", "Emergency contact", "emergency_contact"), ("证件核验", "Papers", "papers")),
    *(("合同/意向", "Contract or intent", "agreed"), ("上车", "Boarded", "boarded"), ("到达", "Arrived", "arrived")),
    *(("交接人", "Handed to", "handed_to"), ("备注", "Remarks", "remarks")),
)


def _every_column(manifest: ManifestSheet) -> PaperSheet:
    trip = manifest.journey
    constant: tuple[tuple[str, str, Cell], ...] = (
        ("批次号", "Batch", trip.batch_number),
        ("车次", "Trip", trip.trip_number),
        ("车辆", "Vehicle", trip.vehicle),
        ("座位号", "Seat", ""),
        ("保险公司", "Insurer", trip.insurer),
        ("保险单号", "Insurance no.", trip.insurance_number),
    )
    columns = [_column(zh, en, 12) for zh, en, _ in constant] + [_column(zh, en, 14) for zh, en, _ in _EVERY_FIELD]
    rows = tuple(
        (*(value for _, _, value in constant), *(_cell(line, field) for _, _, field in _EVERY_FIELD))
        for line in manifest.passengers
    )
    return PaperSheet(
        name=Bilingual("全部字段", "All columns"),
        title=manifest.title,
        columns=tuple(columns),
        rows=rows,
        synthetic=manifest.office.synthetic,
    )
