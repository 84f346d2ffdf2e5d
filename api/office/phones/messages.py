"""Messages of a round as one file: to each person their offer in plain words and a link to their own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.office import rounds
from api.office.phones import links
from api.office.phones.links import OfficeDay
from api.texts import say
from data import office_settings
from data.exports.people import unsealed
from data.exports.sheets import PaperColumn, PaperSheet
from data.exports.workbook import written
from data.privacy import Reader
from data.registers import personal_links
from data.rounds import round_of
from data.tables import Worker
from data.views import rounds as views
from data.views.rounds import OfferedWorker
from labor.errors import BadInput
from labor.words import Bilingual, Language

COLUMNS: Final = (
    PaperColumn(Bilingual("编号", "Number"), 9),
    PaperColumn(Bilingual("姓名", "Name"), 12),
    PaperColumn(Bilingual("电话", "Telephone"), 16),
    PaperColumn(Bilingual("内容", "Message"), 110),
)
TITLE: Final = Bilingual("要发的消息", "Messages to send")
QUIET: Final = Bilingual(
    "早上 8 点到晚上 8 点之间发。有人回“停”，就在他的页面上记“不想，先别找我”，以后不再发。",
    "Send between 8 in the morning and 8 in the evening. Who answers “stop” is set to wanting no calls.",
)


@dataclass(frozen=True, slots=True)
class Messages:
    """The file, and how many people are in it or could not be: no telephone, or asked not to be called."""

    content: bytes
    people: int
    left_out: int


def of_round(session: Session, round_id: int, language: Language, office: OfficeDay, reader: Reader) -> Messages:
    """A message to everybody a round still waits for, each with a new link; their earlier links end.

    Raises NotFound where there is no such round; BadInput where the office's address is not set, or nobody is left to
    be asked.
    """
    round_of(session, round_id)
    settings = office_settings.current(session)
    if not settings.public_url:
        raise BadInput("先在设置里填单位的网址，链接才打得开 / set the office's web address first: links need it")
    waiting = _waiting(session, round_id)
    silent = select(Worker.id).where(Worker.call_again.is_(False) | (Worker.willing == "no") | Worker.phone.is_(None))
    left_out = set(session.scalars(silent.where(Worker.id.in_([one.worker_id for one in waiting]))))
    asked = [one for one in waiting if one.worker_id not in left_out]
    if not asked:
        raise BadInput("没有要发的人：都答复了，或没有电话 / nobody to send to: all answered, or no telephones")
    people = unsealed(session, [one.worker_id for one in asked], reader, ("name", "phone"))
    personal_links.revoke_other(session, people, now=office.now)
    rows = tuple(
        (one.worker_id, people[one.worker_id].name, people[one.worker_id].phone, _text(session, one, language, office))
        for one in asked
    )
    sheet = PaperSheet(TITLE, TITLE, COLUMNS, rows, notes=(QUIET,))
    return Messages(written([sheet], language), len(rows), len(left_out))


def _waiting(session: Session, round_id: int) -> list[OfferedWorker]:
    """Everybody of the standing plan without an answer on the present terms."""
    found: list[OfferedWorker] = []
    for answer in ("not_asked", "terms_changed"):
        page = views.asked(session, round_id, answer=answer)
        found += page.rows
        for number in range(2, page.last + 1):
            found += views.asked(session, round_id, answer=answer, number=number).rows
    return found


def _text(session: Session, asked: OfferedWorker, language: Language, office: OfficeDay) -> str:
    said = rounds.message(asked, language, office_settings.current(session))
    link = links.to_worker(session, asked.worker_id, by=office.by, now=office.now)
    return said + say("message.own_page", language, link=link)
