"""What is asked about imported rows, listed and answered on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from api.cli import offices
from api.texts import say, word
from data.database import opened
from data.importers.deciding.alike import COUNTY, VALUE, Answer, Question, answer, questions
from data.importers.deciding.settling import Hand
from labor.errors import NotFound
from labor.words import Language


def tell(home: Path | None, language: Language) -> None:
    """Every question once: its number, what it asks, of how many rows, and which answers it takes."""
    office = offices.opened(home)
    with opened(office.engine) as session:
        for number, one in enumerate(questions(session), start=1):
            typer.echo(_line(number, one, language))


def give(home: Path | None, number: int, given: Answer, day: date, language: Language) -> None:
    """Answer the question of this number in the list; raises NotFound, or BadInput for an answer it does not take."""
    office = offices.opened(home)
    with opened(office.engine) as session:
        asked = questions(session)
        if not 1 <= number <= len(asked):
            raise NotFound(f"没有第 {number} 个问题 / there is no question {number}: see gongqiao questions")
        settled = answer(session, asked[number - 1].asked, given, Hand(day, office.operator))
    typer.echo(say("cli.answered", language, kept=len(settled.kept), waiting=settled.waiting))


def _line(number: int, one: Question, language: Language) -> str:
    title = one.choices.title or (one.fault.what if one.fault else None)
    words = [f"{choice} ({label.text(language)})" for choice, label in one.choices.buttons.items()]
    words += [VALUE] if one.choices.value else []
    words += [COUNTY] if one.choices.county else []
    kind = word("words.import", one.asked.kind, language)
    about = " · ".join(filter(None, (kind, one.asked.column, one.asked.value)))
    rows = say("waiting.rows", language, count=len(one.rows))
    return f"{number}. {title.text(language) if title else one.asked.rule} [{about}] {rows}: {', '.join(words)}"
