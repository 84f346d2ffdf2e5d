"""A worker's standing: official lists, willingness, present situation, certificates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from data.importers.cells import answers, dates
from data.importers.cells.certificates import certificates, issued_by_another
from data.importers.cells.places import known_places
from data.importers.judging.rows import Row
from data.registers.records import CertificateRecord

_FLAGS: Final = {
    "poverty_exit": re.compile(r"脱贫(?!不稳)|建档立卡"),
    "monitored": re.compile(r"监测|边缘易致贫|脱贫不稳|突发严重困难"),
    "relocated_zero_job": re.compile(r"搬迁"),
    "low_income": re.compile(r"低保|低收入"),
    "unemployed": re.compile(r"登记失业"),
    "disabled": re.compile(r"残疾"),
}


_FLAG_FIELDS: Final = (
    ("poverty_exit", "poverty_exit"),
    ("monitored", "monitored"),
    ("relocated", "relocated_zero_job"),
    ("low_income", "low_income"),
)


_STATUSES: Final = (
    ("working_away", r"外出|在外|省外|务工"),
    ("working_local", r"本地|就近|在厂|县内"),
    ("studying", r"在校|上学|学生"),
    ("at_home", r"在家|闲|待业|无业|返乡"),
)


def flags(row: Row) -> tuple[str, ...]:
    """Entries of official lists: codes of data.tables.workers FLAG_KINDS."""
    said = row.text("flags")
    found = [
        flag
        for flag, pattern in _FLAGS.items()
        if said and pattern.search(said) and not re.match(r"非|不是|一般", said)
    ]
    found += [flag for field, flag in _FLAG_FIELDS if row.read(field, answers.yes_no)]
    return tuple(dict.fromkeys(found))


# 不去了 is a no, 不去新疆 is a wish; 老婆不去 is somebody else's no.
_DECLINES: Final = re.compile(
    r"不(?:想|愿意?|打算|准备|能|再)?(?:去|走|出去|外出|出门)(?:了|务工|打工)*$|[去走]不了|(?:放弃|取消|退出)(?:了|报名|外出|务工)*$|(?:报名)?(?:取消|作废)$|暂不外出|不(?:参加|报名)了?$|不(?:用|需要?|必)(?:再|去)?(?:登记|报名|安排|联系)了?$"
    r"|(?:无|没有?)(?:外出|务工|就业|出去|打工)*的?(?:意愿|意向|打算|想法)$|(?:完全)?(?:丧失|无|没有?|失去)劳动能?力$"
    r"|(?:已经?|正|现在?|目前)(?:经)?在[一-鿿]{1,8}?(?:上班|打工|务工|做工|干活|就业)(?:了|着)?$|不回(?:来|去|家)?了?$"
)
# 暂缓, 年后再说, 先不去: somebody else to ask again later.
_LATER: Final = re.compile(
    r"暂缓|缓一缓|(?:暂时?|先|目前)不(?:去|走|外出|出去|考虑|安排)|(?:年后|过完?年|以后|到时候?|下半年|明年)再(?:说|定|看|议|考虑|联系)"
)
_ASIDE: Final = re.compile(r"[(（]([^()（）]+)[)）]")
# 家里有事不去了 and 孩子小走不了 are one's own no: children and parents say no only right before it.
_KIN_SAYS: Final = re.compile(
    r"老婆|媳妇|妻|爱人|对象|老公|丈夫|配偶|(?:儿|女|父|母|爸|妈|家[里人]|孩子|[他她])(?:子|亲|人|们|[俩两]个?)*"
    r"(?:也|都|就|又|先|说|暂时|可能|应该|今年|这次|这回|现在|目前)*$"
)
_ELSEWHERE: Final = re.compile(r"(?:省外|外省|外地|国外|境外|北方|南方|沿海|内地|远处|远的?(?:地方)?)(?:也|都|就)?$")
_BOTH: Final = re.compile(r"我|本人|自己|[全一]家|夫妻|夫妇|[两二]口子")


def willing(row: Row) -> str:
    """A word of data.tables.workers WILLING, from its own column, else from remarks that decline."""
    if re.search(r"以后|暂|再说|考虑|later", row.text("willing")):
        return "later"
    answer = row.read("willing", answers.yes_no)
    said = [row.text(field) for field in ("willing", "remarks", "wish_regions", "earliest", "status")]
    said += _ASIDE.findall(row.text("name"))
    if answer is None and any(map(_declines, said)):
        answer = False
    if answer is not False and any(map(_LATER.search, said)):
        return "later"
    return "unknown" if answer is None else "yes" if answer else "no"


def _declines(text: str) -> bool:
    clauses = (clause.strip("!！~～。. ()（）") for clause in re.split(r"[\s,，。;；、/]+", text))
    return any(
        _is_own(clause[: no.start()]) and not _refuses_a_place(clause[: no.start()], no[0])
        for clause in clauses
        if (no := _DECLINES.search(clause))
    )


def _refuses_a_place(before: str, no: str) -> bool:
    """广东不去, 省外不去: these are not gone to; 温州不去了 takes the whole back."""
    return no == "不去" and bool(_ELSEWHERE.search(before) or known_places().find(before).value)


def _is_own(before_the_no: str) -> bool:
    return _KIN_SAYS.search(before_the_no) is None or _BOTH.search(before_the_no) is not None


def status(row: Row) -> str:
    """A word of data.tables.workers STATUSES."""
    said = row.text("status")
    return next((status for status, pattern in _STATUSES if said and re.search(pattern, said)), "unknown")


def held_certificates(row: Row, today: date) -> tuple[CertificateRecord, ...]:
    """The certificates somebody holds; the columns of number, issuer and end speak of the first."""
    held = row.read("certificates", lambda cell: certificates(cell, today))
    if not held:
        return ()
    valid_to, review_by = (
        row.read(f"certificate_{which}", lambda cell: dates.dated(cell, today)) for which in ("valid_to", "review_by")
    )
    first = replace(
        held[0],
        number=row.text("certificate_number"),
        issuer=row.text("certificate_issuer"),
        valid_to=held[0].valid_to or valid_to,
        review_by=review_by,
    )
    if issued_by_another(first.kind, first.issuer):
        row.fault("certificate_wrong_issuer", "certificate_issuer", hint=first.words)
        first = replace(first, kind="")
    return (first, *held[1:])
