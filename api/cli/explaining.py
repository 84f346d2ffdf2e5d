"""``gongqiao explain``: a question about a plan, asked, answered and kept from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.advice.training import scorer_of
from api.cli import offices, reports
from api.planning.answering import explain
from api.texts import say, word
from api.texts.figures import yuan
from data.database import opened
from data.plans import questions
from data.plans.questions import About, QuestionPage
from labor.errors import BadInput
from labor.words import Language


def run(home: Path | None, plan_id: int, asked: Mapping[str, int], language: Language) -> None:
    """Ask about one worker, posting or vehicle, or about the plan itself; print the answers. Raises BadInput."""
    if len(asked) > 1:
        raise BadInput(
            "--worker、--posting、--vehicle 一次只能用一个 / give one of --worker, --posting, --vehicle at a time"
        )
    subject, number = next(iter(asked.items()), ("plan", plan_id))
    office, about = offices.opened(home), About(plan_id, subject, number)
    with opened(office.engine) as session:
        question = questions.ask(session, about, by=office.operator, now=datetime.now(tz=UTC))
    with reports.Progress(language) as progress:
        explain(office.engine, question, scorer_of(office.engine, office.settings), progress.watch)
    with opened(office.engine) as session:
        _print(questions.page(session, about), language)


def _print(page: QuestionPage, language: Language) -> None:
    console = Console()
    if page.reason is not None:
        detail = page.reason.detail_zh if language == "zh" else page.reason.detail
        console.print(say(f"reasons.{page.reason.reason}", language), detail or "", soft_wrap=True, highlight=False)
    if not page.answers:
        console.print(say("question.nothing", language), soft_wrap=True)
        return
    table = Table(title=f"{say(f'question.{page.about.subject}', language)} · {page.name}", title_justify="left")
    for key in ("change", "kind", "price", "how"):
        table.add_column(
            say(f"question.{key}", language), overflow="fold", justify="right" if key == "price" else "left"
        )
    for line in page.answers:
        text = line.text_zh if language == "zh" else line.text_en
        gain = "gains" if line.gain_fen > 0.5 else "costs" if line.gain_fen < -0.5 else "level"
        price = say(f"question.{gain}", language, amount=yuan(abs(line.gain_fen)))
        how = say("question.anew" if line.everyone_anew else "question.beside", language)
        table.add_row(text, word("words.change", line.kind, language), price, how)
    console.print(table)
