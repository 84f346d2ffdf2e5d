"""After the fair: the report as a workbook, and intentions handed to the next dispatch round with the person's yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.planning import pins
from data.exports.sheets import Fact, PaperColumn, PaperSheet
from data.exports.workbook import written
from data.registers.fairs.day import talk_of
from data.registers.fairs.visitors import visitor
from data.rounds import Signature, offers
from data.rounds.manual_changes import PinnedTo
from data.rounds.offers import Reply
from data.views.fair_reports import FairReport
from data.views.fairs import FairLine
from labor.errors import BadInput, NotFound, StepRefused
from labor.words import Bilingual, Language

COLUMNS: Final = (
    PaperColumn(Bilingual("来源", "Channel"), 28),
    PaperColumn(Bilingual("人数", "People"), 10, "right"),
    PaperColumn(Bilingual("到场", "Came"), 10, "right"),
    PaperColumn(Bilingual("面谈", "Talks"), 10, "right"),
    PaperColumn(Bilingual("意向", "Intentions"), 10, "right"),
    PaperColumn(Bilingual("录用", "Hired"), 10, "right"),
)
REFUSALS: Final = Bilingual("未达成的只计总数", "Refusals are counted as a total alone")


@dataclass(slots=True)
class HandedOver:
    """How many intentions a round holds now, and those it may not, each with the reasons."""

    pinned: int = 0
    refused: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


def workbook(line: FairLine, told: FairReport, language: Language, *, synthetic: bool) -> bytes:
    """The report as a spreadsheet."""
    facts = (
        ("单位", "Employers", told.booths_there), ("岗位", "Postings", told.postings),
        ("招聘人数", "Openings", told.openings), ("邀请", "Invited", told.invited), ("到场", "Came", told.came),
        ("其中现场来的", "Of them walked in", told.walked_in), ("面谈", "Talks", told.talks),
        ("意向", "Intentions", told.intentions), ("录用", "Hired", told.hired),
        ("未达成", "Not this time", told.refused), ("7天在岗", "At work after 7 days", told.working_7),
        ("30天在岗", "At work after 30 days", told.working_30),
    )  # fmt: skip
    title = Bilingual(f"{line.fair.name} 统计表 {line.fair.day}", f"{line.fair.name}, {line.fair.day}: report")
    sheet = PaperSheet(
        Bilingual("统计表", "Report"), title, COLUMNS,
        tuple(
            (one.channel or "–", one.people, one.came, one.talks, one.intentions, one.hired) for one in told.channels
        ),
        facts=tuple(Fact(Bilingual(zh, en), value) for zh, en, value in facts), notes=(REFUSALS,),
        landscape=False, synthetic=synthetic,
    )  # fmt: skip
    return written([sheet], language)


def hand_over(
    session: Session, fair_id: int, round_id: int, talks: Sequence[int], *, today: date, signature: Signature
) -> HandedOver:
    """Pin those who said yes themselves to the posting they talked about; whom a rule forbids is named, not pinned."""
    made = HandedOver()
    for number in dict.fromkeys(talks):
        talk = talk_of(session, fair_id, number)
        if talk.outcome not in ("intention", "hired"):
            raise BadInput(f"{number} 号面谈没有意向 / talk {number} came to no intention")
        worker = visitor(session, fair_id, talk.visitor_id).worker_id
        try:
            with session.begin_nested():
                said = Reply("yes", today, "in_person", signature.by)
                offers.record(session, worker, talk.posting_id, answer=said, round_id=round_id)
                pins.decide(
                    session,
                    round_id,
                    worker,
                    kind="pin",
                    to=PinnedTo(talk.posting_id),
                    today=today,
                    signature=signature,
                )
            made.pinned += 1
        except (StepRefused, NotFound) as bar:
            made.refused.append((worker, (str(bar), *getattr(bar, "reasons", ()))))
    return made
