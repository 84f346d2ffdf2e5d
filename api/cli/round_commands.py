"""``gongqiao round``: what the dispatcher decides by hand on a round, from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from api.cli.options import LANGUAGE, Day, Home, day_of, told
from api.texts import say

rounds = typer.Typer(name="round", help=told("round"), no_args_is_help=True, pretty_exceptions_show_locals=False)

RoundNumber: TypeAlias = Annotated[int, typer.Argument(help=told("round_number"), min=1)]
WorkerNumber: TypeAlias = Annotated[int, typer.Argument(help=told("explain_worker"), min=1)]
PostingNumber: TypeAlias = Annotated[int, typer.Argument(help=told("explain_posting"), min=1)]
MaybePosting: TypeAlias = Annotated[int | None, typer.Argument(help=told("explain_posting"), min=1, show_default=False)]
BatchNumber: TypeAlias = Annotated[str, typer.Argument(help=told("round_batch"))]
Note: TypeAlias = Annotated[str, typer.Option("--note", help=told("round_note"))]


@rounds.command(help=told("round_pin"))
def pin(
    round_id: RoundNumber,
    worker: WorkerNumber,
    posting: PostingNumber,
    *,
    vehicle: Annotated[int | None, typer.Option("--vehicle", help=told("round_vehicle"), min=1)] = None,
    note: Note = "",
    as_of: Day = None,
    home: Home = None,
) -> None:
    """Hold a worker to a posting."""
    _decide(home, (round_id, worker), "pin", at=(posting, vehicle), note=note, today=day_of(as_of))


@rounds.command(help=told("round_ban"))
def ban(
    round_id: RoundNumber,
    worker: WorkerNumber,
    posting: MaybePosting = None,
    *,
    note: Note = "",
    home: Home = None,
) -> None:
    """Keep a worker from a posting, or from all."""
    _decide(home, (round_id, worker), "ban", at=(posting, None), note=note, today=day_of(None))


@rounds.command(help=told("round_release"))
def release(round_id: RoundNumber, worker: WorkerNumber, *, home: Home = None) -> None:
    """Take back what was decided on a worker."""
    _decide(home, (round_id, worker), "release", at=(None, None), note="", today=day_of(None))


@rounds.command(help=told("round_trips"))
def trips(round_id: RoundNumber, *, as_of: Day = None, home: Home = None) -> None:
    """List the trips of a round, which have left, and what keeps the others."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import rounds as life  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415

    with opened(offices.opened(home).engine) as session:
        for trip in life.trips(session, round_id, day_of(as_of)):
            party = trip.party
            state = say("cli.round_left", LANGUAGE) if party.has_left else ""
            name = party.name.text(LANGUAGE)
            typer.echo(say("cli.round_trip", LANGUAGE, name=name, day=party.day, people=party.people, state=state))
            for one in trip.obstacles:
                typer.echo(f"  - {one.words.text(LANGUAGE)} → {one.to_do.text(LANGUAGE)}")


@rounds.command(help=told("round_depart"))
def depart(
    round_id: RoundNumber,
    batch: BatchNumber,
    *,
    yes: Annotated[bool, typer.Option("--yes", help=told("round_yes"))] = False,
    note: Note = "",
    as_of: Day = None,
    home: Home = None,
) -> None:
    """Write down that one trip has left."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import rounds as life  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415
    from data.rounds import Signature  # noqa: PLC0415

    office = offices.opened(home)
    with opened(office.engine) as session:
        signature, which = (
            Signature(office.operator, office.reader.now, note, yes),
            life.batch_of(session, round_id, batch),
        )
        with _second_word():
            life.depart(session, round_id, which, today=day_of(as_of), signature=signature)
    typer.echo(say("cli.round_depart_done", LANGUAGE, batch=batch))


@rounds.command("depart-back", help=told("round_depart_back"))
def depart_back(round_id: RoundNumber, batch: BatchNumber, *, note: Note = "", home: Home = None) -> None:
    """Take back a departure said by mistake."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import rounds as life  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415
    from data.rounds import Signature, departures  # noqa: PLC0415

    office = offices.opened(home)
    with opened(office.engine) as session:
        signature, which = Signature(office.operator, office.reader.now, note), life.batch_of(session, round_id, batch)
        departures.take_back(session, round_id, which, signature=signature)
    typer.echo(say("cli.round_back_done", LANGUAGE, batch=batch))


@contextmanager
def _second_word() -> Iterator[None]:
    """Say how to insist where something is asked twice."""
    from labor.errors import AskTwice, StepRefused  # noqa: PLC0415

    try:
        yield
    except AskTwice as early:
        raise StepRefused(str(early), [*early.details, told("round_say_yes")]) from early


def _decide(
    home: Path | None, who: tuple[int, int], kind: str, *, at: tuple[int | None, int | None], note: str, today: date
) -> None:
    from api.cli import offices  # noqa: PLC0415
    from api.planning.pins import decide  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415
    from data.rounds import Signature  # noqa: PLC0415
    from data.rounds.manual_changes import PinnedTo  # noqa: PLC0415

    office, (round_id, worker), (posting, vehicle) = offices.opened(home), who, at
    to = PinnedTo(posting, vehicle) if posting else None
    with opened(office.engine) as session:
        signature = Signature(office.operator, office.reader.now, note)
        decide(session, round_id, worker, kind=kind, to=to, today=today, signature=signature)
    typer.echo(say(f"cli.round_{kind}_done", LANGUAGE, worker=worker, posting=posting or "", round=round_id))
