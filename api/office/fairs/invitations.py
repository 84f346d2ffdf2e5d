"""What invited people are told: a message each, by village, and a poster with a code that says where it hung."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from sqlalchemy.orm import Session

from api.texts import say
from api.texts.figures import clock, lunar
from data.privacy import Reader
from data.views import fair_plans, personal
from data.views.fair_plans import VisitorLine
from data.views.fairs import FairLine
from labor.words import Language


@dataclass(frozen=True, slots=True)
class Letter:
    """One person's message, to copy; the name stands in full."""

    visitor: VisitorLine
    name: str
    text: str


def letters(session: Session, line: FairLine, channel: str, *, reader: Reader, language: Language) -> list[Letter]:
    """The messages to everybody a channel brings; the reading of their names is logged."""
    found = fair_plans.of_channel(session, line.fair.id, channel)
    return _named(session, line, found, reader, language)


def letter(session: Session, line: FairLine, visitor_id: int, *, reader: Reader, language: Language) -> Letter:
    """One person's slip; the reading of the name is logged. Raises NotFound."""
    return _named(session, line, [fair_plans.visitor(session, line.fair.id, visitor_id)], reader, language)[0]


def _named(
    session: Session, line: FairLine, found: list[VisitorLine], reader: Reader, language: Language
) -> list[Letter]:
    names = fair_plans.names(session, [one.worker_id for one in found])
    if found:
        only = found[0].worker_id if len(found) == 1 else None
        personal.log(session, reader.entry("workers", ("name",), subject_id=only, people=len(found)))
    return [Letter(one, names[one.worker_id], message(line, one, names[one.worker_id], language)) for one in found]


def message(line: FairLine, visitor: VisitorLine, name: str, language: Language) -> str:
    """What is sent to one person: when to be there, which booths at which time, and that a no costs nothing."""
    fair = line.fair
    begins = fair.opens if visitor.arrives is None else visitor.arrives
    told = [
        say(
            "fairplan.message", language, name=name, day=fair.day, lunar=lunar(fair.day), fair=fair.name,
            venue=fair.venue or say("fair.kinds.online", language), begins=clock(begins),
        )
    ]  # fmt: skip
    told += [
        say("fairplan.message_talk", language, begins=clock(talk.begins), booth=talk.booth, employer=talk.employer,
            title=talk.title)
        for talk in visitor.talks
    ]  # fmt: skip
    return "\n".join([*told, say("fairplan.message_end", language, code=visitor.code)])


def poster_code(line: FairLine, channel: str) -> str:
    """A QR code that says the fair and where the poster hung, for a picture on the page."""
    says = f"{line.fair.name} {line.fair.day} {clock(line.fair.opens)} {line.county}{line.fair.venue} #{channel}"
    return segno.make(says, error="m", micro=False).svg_data_uri(scale=5, border=2)
