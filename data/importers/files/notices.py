"""A notice typed as running text (招工启事): the postings it offers, as rows of an order file."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.reading import plain, prose
from data.importers.columns.headings import company_in
from data.importers.columns.prose_terms import CLAUSES, contact_in, lodging_in, place_in, start_in
from data.importers.columns.tables import DataRow, SkippedRow, Table

HEADERS: Final = (
    "企业名称", "岗位名称", "招聘人数", "工资", "工作地点", "岗位要求", "食宿", "到岗时间", "联系人", "联系电话",
    "备注",
)  # fmt: skip
_HIRES: Final = re.compile(r"招工|招聘|招收|招募|急招|诚招|现招|招人|招\s*\d|用工|需要?工人|需要?\s*\d|缺\s*\d")
_COUNT: Final = r"\d{1,4}|若干|数|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]百?"
_WORK: Final = r"[一-鿿]{1,8}?(?:工人|工|员|师傅?|手|保洁|保安|服务生|厨子|学徒|司机|阿姨)"
_JOB: Final = re.compile(
    rf"(?P<title>{_WORK})\s*(?:[(（][^()（）]{{0,12}}[)）])?\s*[:：]?\s*(?:约|各|共|招)?\s*(?P<count>{_COUNT})\s*(?:余|多|来)?\s*(?:名|人|个|位)"
    rf"|(?P<count2>{_COUNT})\s*(?:余|多)?\s*(?:名|位|个)\s*(?P<title2>{_WORK})(?![一-鿿]{{0,2}}作)"
)
_LEAD: Final = re.compile(
    r"^.*(?:招聘|招收|招募|急招|诚招|现招|招用|需要|急需|招|需|缺|另|及|和|与|以及|还要|男女)(?=[一-鿿]{2})"
)
_STANDING: Final = re.compile(r"现有|在册|在职|在岗|已有|已招|拥有|共有|目前有|员工总数|从业人员")
_PAY: Final = re.compile(
    r"\d{1,3}(?:\.\d)?(?:\s*[-—–~～至到]+\s*\d{1,3}(?:\.\d)?)?\s*(?:元|块)?\s*(?:/|每|一)\s*(?:个)?(?:小时|钟头|时|天|日)|"
    r"(?:\d{3,5}|\d(?:\.\d)?\s*[千kK万])(?:\s*元)?(?:\s*[-—–~～至到]+\s*(?:\d{3,5}|\d(?:\.\d)?\s*[千kK万]))?\s*(?:元|块)?\s*(?:以上|左右|起)?"
    r"\s*(?:/|每|一)?\s*(?:月|天|日|小时|个月)?"
)
_OF_PAY: Final = re.compile(r"工资|月薪|薪|待遇|收入|底薪|保底|元|每月|计件|块|小时|一天|一月|报酬")
_DEMAND: Final = re.compile(r"岁|要求|初中|小学|高中|身体|经验|视力|限|优先|男女|吃苦|熟练")
_PHONE: Final = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_TO_PAY: Final = re.compile(r"押金|服装费|体检费|中介费|报名费")
_UNIT_BEFORE: Final = re.compile(r"(?:一|每|按)?(天|日|小时|年)(?:薪|工资|结)?(?:约|大约|是|为|[:：])?\s*$")
_AS_MANY: Final = re.compile(rf"(?:{_COUNT})\s*(?:余|多|来)?\s*(?:名|人|个(?!月)|位)")
_FIRM: Final = re.compile(r"[一-鿿()（）]{2,30}(?:公司|集团|合作社|厂|车间|酒店|宾馆|饭店|超市|农场|基地|医院|工作室)")
_SEAT: Final = re.compile(
    r"(?:公司|集团|厂|酒店)\s*[(（]([^()（）\d]{1,20}?[省市区县镇乡园路村][^()（）\d]{0,12})[)）]"
)
_OURS: Final = re.compile(r"^.*?(?:因|由|为|我(?=[^一-鿿]|公司|厂)|本(?=公司|厂)|现|受)")


def is_notice(text: str) -> bool:
    """Whether a text offers work: it says so, and names at least one job with how many are wanted."""
    return len(text) <= 6_000 and bool(_HIRES.search(text)) and bool(_jobs(text)) and bool(_firm(text) or _pay(text))


def notice_table(name: str, text: str) -> Table:
    """The notice as a table with the headers above, a row for each job; ``row`` is the line the job stands on."""
    firm, shared = _firm(text), _shared(text)
    rows: list[DataRow] = []
    jobs = _jobs(text)
    for (start, title, count), after in zip(jobs, [*(job[0] for job in jobs[1:]), len(text)], strict=True):
        line = text.count("\n", 0, start) + 1
        at = max(line, rows[-1].row + 1) if rows else line  # a row of its own for each, though one line may name two
        pay = _pay(text, title, text[start:after])
        rows.append(DataRow(at, [firm, title, count, pay, *shared, prose(text)[:1000]]))
    taken = {row.row for row in rows}
    lines = [(at, plain(line)) for at, line in enumerate(text.splitlines(), start=1)]
    skipped = tuple(SkippedRow(at, "form", line[:200]) for at, line in lines if line and at not in taken)
    return Table(name, HEADERS, name, rows, skipped, 0)


def _jobs(text: str) -> list[tuple[int, str, str]]:
    """(position, title, how many) of every job named with a number of people."""
    found: dict[str, tuple[int, str, str]] = {}
    for match in _JOB.finditer(text):
        if _STANDING.search(text[max(0, match.start() - 6) : match.end()]):
            continue  # 现有员工860人 are no openings
        title = _LEAD.sub("", match["title"] or match["title2"])
        if not re.fullmatch(r"(?:员工|工人|招工|用工|务工|民工|职工|打工|人员|男工|女工)", title):
            found.setdefault(title, (match.start(), title, match["count"] or match["count2"]))
        elif title in ("工人", "员工", "职工"):
            found.setdefault("普工", (match.start(), "普工", match["count"] or match["count2"]))
    return sorted(found.values())


def _firm(text: str) -> str:
    """The firm that hires: the fullest name the text gives it."""
    names = [company_in(_OURS.sub("", part)) for match in _FIRM.finditer(text) for part in _unbracketed(match[0])]
    return max(names, key=len, default="")


def _unbracketed(name: str) -> list[str]:
    """A name with a bracket left open is two names: 帮扶车间（甲服饰有限公司."""
    whole = name.count("(") + name.count("（") == name.count(")") + name.count("）")
    return [name] if whole else re.split(r"[()（）]", name)


def _pay_clauses(text: str) -> list[str]:
    """The clauses that speak of pay, and of nothing a worker is to pay."""
    clauses = CLAUSES.split(text)
    return [clause for clause in clauses if _OF_PAY.search(clause) and not _TO_PAY.search(clause)]


def _pay(text: str, title: str = "", beside: str = "") -> str:
    """The pay of a job: where a clause says it of this one, else ``beside`` it, else the first the notice names."""
    clauses = _pay_clauses(text)
    own = [clause.partition(title)[2] for clause in clauses if title and title in clause]
    for said in (*own, *_pay_clauses(beside), *clauses):
        bare = re.sub(_AS_MANY, " ", said)
        for match in _PAY.finditer(bare):
            if re.search(r"\d{3}|[千kK万时天日]", match[0]):
                unit = _UNIT_BEFORE.search(bare[: match.start()])
                return match[0].strip() + (f"/{unit[1]}" if unit and match[0].strip()[-1:] in "元块0123456789" else "")
    return ""


def _shared(text: str) -> list[str]:
    """What the notice says of all its jobs: place, demands, lodging, first day, contact, telephone."""
    clauses = [clause.strip() for clause in CLAUSES.split(text)]
    demands = "，".join(
        clause for clause in clauses if _DEMAND.search(clause) and not _JOB.search(clause) and not _PHONE.search(clause)
    )
    place = place_in(text) or _beside_the_firm(text)
    return [place, demands[:300], lodging_in(text), start_in(text), *contact_in(text)]


def _beside_the_firm(text: str) -> str:
    """晋江市力源鞋塑有限公司（晋江市陈埭镇）: where the firm is, in brackets behind its name."""
    found = _SEAT.search(text)
    return found[1] if found else ""
