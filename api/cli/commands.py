"""The commands: options to orders, and one line each into the use cases."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli import keeping_commands
from api.cli.account_commands import accounts
from api.cli.options import LANGUAGE, Day, Home, Seed, day_of, told
from api.cli.organization_commands import organizations
from api.cli.round_commands import rounds
from api.cli.tenant_commands import tenants
from api.texts import say
from labor.limits import USUAL_TIME_LIMIT_S

app = typer.Typer(
    name="gongqiao",
    help=told("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a traceback must not print personal data
)


@app.callback()
def whose(
    tenant: Annotated[
        str, typer.Option("--tenant", envvar="GONGQIAO_TENANT", help=told("whose"), show_default=False)
    ] = "",
) -> None:
    """Whose rows a command is for, where several share the installation."""
    os.environ["GONGQIAO_TENANT"] = tenant


@app.command(help=told("init"))
def init(
    county: Annotated[str, typer.Option("--county", help=told("init_county"), show_default=False)] = "",
    service_role: Annotated[
        str, typer.Option("--service-role", help=told("init_service_role"), show_default=False)
    ] = "",
    home: Home = None,
) -> None:
    """Make the database and the key, and write down whose office this is."""
    from api.cli import offices  # noqa: PLC0415

    own = offices.county(county)
    office = offices.make(home, service_role=service_role)
    typer.echo(say("cli.init_done", LANGUAGE, database=office.settings.database_url, key=office.key_file))
    told = offices.tell_county(office, own)
    typer.echo(say("cli.county_is" if told else "cli.county_unknown", LANGUAGE, county=told))


@app.command("import", help=told("import"))
def import_files(
    files: Annotated[list[Path], typer.Argument(help=told("import_files"))],
    *,
    kind: Annotated[str, typer.Option("--kind", help=told("import_kind"))] = "",
    county: Annotated[str, typer.Option("--county", help=told("import_county"), show_default=False)] = "",
    as_of: Day = None,
    home: Home = None,
) -> None:
    """Import files and print what became of their rows."""
    from api.cli import offices, reports  # noqa: PLC0415
    from api.office.importing import agreed_county, bring_in_file  # noqa: PLC0415
    from labor.errors import BadInput  # noqa: PLC0415

    office, own = offices.opened(home), offices.county(county)
    if own and not offices.tell_county(office, 0):
        typer.echo(say("cli.county_is", LANGUAGE, county=offices.tell_county(office, own)))
    brought, unread, before = [], list[BadInput](), offices.newest_import(office)
    for path in files:
        try:
            brought.append(
                bring_in_file(office.engine, path, kind=kind, home=own, as_of=day_of(as_of), by=office.operator)
            )
        except BadInput as error:
            unread.append(error)
    reports.imports(brought, LANGUAGE)
    if agreed_county(office.engine, as_of=day_of(as_of), by=office.operator):
        typer.echo(say("cli.county_taken", LANGUAGE, county=offices.tell_county(office, 0)))
    reports.verdicts(office.engine, before, day_of(as_of), LANGUAGE)
    if reports.not_read(brought, unread, LANGUAGE):
        raise typer.Exit(2)


@app.command(help=told("questions"))
def questions(home: Home = None) -> None:
    """List what is asked about imported rows."""
    from api.cli import questions as asked  # noqa: PLC0415

    asked.tell(home, LANGUAGE)


@app.command(help=told("answer"))
def answer(
    number: Annotated[int, typer.Argument(help=told("answer_number"), min=1)],
    choice: Annotated[str, typer.Argument(help=told("answer_choice"))],
    value: Annotated[str, typer.Argument(help=told("answer_value"), show_default=False)] = "",
    *,
    as_of: Day = None,
    home: Home = None,
) -> None:
    """Answer one question for all rows alike."""
    from api.cli import questions as asked  # noqa: PLC0415
    from data.importers.deciding.alike import Answer  # noqa: PLC0415

    asked.give(home, number, Answer(choice, value), day_of(as_of), LANGUAGE)


@app.command(help=told("train"))
def train(
    *,
    even_if_worse: Annotated[bool, typer.Option("--even-if-worse", help=told("train_even"))] = False,
    as_of: Day = None,
    seed: Seed = 0,
    home: Home = None,
) -> None:
    """Train the scorer, judge it, and put it to use unless it is worse than the one in use."""
    from api.advice.training import train_and_keep  # noqa: PLC0415
    from api.cli import offices, training_report  # noqa: PLC0415

    office = offices.opened(home)
    kept = train_and_keep(office.engine, office.settings, until=day_of(as_of), seed=seed, even_if_worse=even_if_worse)
    training_report.print_kept(kept, LANGUAGE)
    if not kept.in_use:
        raise typer.Exit(6)


@app.command(help=told("plan"))
def plan(  # noqa: PLR0913 - a command's options are its arguments
    first: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help=told("plan_first"))],
    last: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help=told("plan_last"))],
    *,
    rate: Annotated[float | None, typer.Option("--rate", help=told("plan_rate"), show_default=False)] = None,
    premium: Annotated[float | None, typer.Option("--premium", help=told("plan_premium"), show_default=False)] = None,
    organized: Annotated[
        float | None, typer.Option("--organized", help=told("plan_organized"), show_default=False)
    ] = None,
    objective: Annotated[str, typer.Option("--objective", help=told("plan_objective"))] = "value",
    budget: Annotated[float | None, typer.Option("--budget", help=told("plan_budget"))] = None,
    time_limit: Annotated[float | None, typer.Option("--time-limit", help=told("plan_time"))] = USUAL_TIME_LIMIT_S,
    iterations: Annotated[int | None, typer.Option("--iterations", help=told("plan_iterations"))] = None,
    gap: Annotated[float, typer.Option("--gap", help=told("plan_gap"))] = 0.001,
    threads: Annotated[int, typer.Option("--threads", help=told("plan_threads"))] = 2,
    name: Annotated[str, typer.Option("--name", help=told("plan_name"))] = "",
    quota: Annotated[list[str] | None, typer.Option("--quota", help=told("plan_quota"), metavar="TIER=N")] = None,
    look_ahead: Annotated[bool, typer.Option("--look-ahead", help=told("plan_look_ahead"))] = False,
    as_of: Day = None,
    seed: Seed = 0,
    home: Home = None,
) -> None:
    """Plan a window."""
    from api.advice.training import scorer_of  # noqa: PLC0415
    from api.cli import offices, reports  # noqa: PLC0415
    from api.planning.dispatching import dispatch  # noqa: PLC0415
    from api.planning.orders import PlanOrder, quotas_of, terms_of  # noqa: PLC0415
    from labor.market import DateWindow  # noqa: PLC0415
    from optimizer import PlanParams  # noqa: PLC0415

    office = offices.opened(home)
    order = PlanOrder(
        DateWindow(first.date(), last.date()),
        day_of(as_of),
        terms_of(
            rate_yuan=rate, premium_yuan=premium, organized_yuan=organized, objective=objective, budget_yuan=budget
        ),
        PlanParams(time_limit, iterations, gap, seed, threads),
        name,
        quotas=quotas_of(_counts(quota or [])),
        look_ahead=look_ahead,
    )
    with reports.Progress(LANGUAGE) as progress:
        plan_id = dispatch(office.engine, order, scorer_of(office.engine, office.settings), progress.watch)
    typer.echo(say("cli.plan_done", LANGUAGE, plan=plan_id))
    reports.plan(office.engine, plan_id, LANGUAGE)


@app.command(help=told("explain"))
def explain(
    plan_id: Annotated[int, typer.Argument(help=told("audit_plan"))],
    *,
    worker: Annotated[int | None, typer.Option("--worker", help=told("explain_worker"), min=1)] = None,
    posting: Annotated[int | None, typer.Option("--posting", help=told("explain_posting"), min=1)] = None,
    vehicle: Annotated[int | None, typer.Option("--vehicle", help=told("explain_vehicle"), min=1)] = None,
    home: Home = None,
) -> None:
    """Say what would have placed, filled or run something, or what other aims would give."""
    from api.cli import explaining  # noqa: PLC0415

    asked = {"worker": worker, "posting": posting, "vehicle": vehicle}
    explaining.run(home, plan_id, {name: number for name, number in asked.items() if number}, LANGUAGE)


@app.command(help=told("audit"))
def audit(plan_id: Annotated[int, typer.Argument(help=told("audit_plan"))], home: Home = None) -> None:
    """Recheck a kept plan."""
    from api.cli import offices  # noqa: PLC0415
    from api.planning.auditing import audit_again  # noqa: PLC0415

    office = offices.opened(home)
    checked = audit_again(office.engine, plan_id)
    typer.echo(say("cli.audit_done", LANGUAGE, plan=plan_id, people=checked.placed_people, trips=len(checked.trips)))


@app.command(help=told("export"))
def export(
    plan_id: Annotated[int, typer.Argument(help=told("audit_plan"))],
    *,
    out: Annotated[Path | None, typer.Option("--out", help=told("export_out"), show_default=False)] = None,
    home: Home = None,
) -> None:
    """Write a plan's files."""
    from api.cli import offices  # noqa: PLC0415
    from api.planning.plan_papers import export_plan  # noqa: PLC0415

    office = offices.opened(home)
    folder = out or office.settings.exports / f"plan-{plan_id}"
    for path in export_plan(office.engine, plan_id, folder, office.reader, settings=office.settings):
        typer.echo(path)


@app.command(help=told("serve"))
def serve(
    *,
    host: Annotated[str, typer.Option("--host", help=told("serve_host"), envvar="GONGQIAO_HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=told("serve_port"), min=1, max=65535)] = 8150,
    certfile: Annotated[
        Path | None, typer.Option("--certfile", help=told("serve_certfile"), envvar="GONGQIAO_CERTFILE")
    ] = None,
    keyfile: Annotated[
        Path | None, typer.Option("--keyfile", help=told("serve_keyfile"), envvar="GONGQIAO_KEYFILE")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help=told("serve_demo"))] = False,
    as_of: Day = None,
    home: Home = None,
) -> None:
    """Open the console."""
    from api.cli import serving  # noqa: PLC0415

    place = serving.Listening(host, port, certfile, keyfile)
    serving.serve(home, place, demo=demo, as_of=as_of.date() if as_of else None, language=LANGUAGE)


@app.command(help=told("demo"))
def demo(
    *,
    workers: Annotated[int, typer.Option("--workers", help=told("demo_workers"), min=50, max=20_000)] = 3000,
    home: Home = None,
) -> None:
    """Walk the whole way on the synthetic season."""
    from api.cli import demonstration  # noqa: PLC0415

    demonstration.run(home, workers=workers, language=LANGUAGE)


REST = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


@app.command(help=told("solve"), context_settings=REST, add_help_option=False)
def solve(context: typer.Context) -> None:
    """Hand over to the plain-file command, whose solver is loaded only now."""
    from api.plainfiles.solve_command import solve as command  # noqa: PLC0415

    _run("solve", command, context.args)


@app.command(help=told("rank"), context_settings=REST, add_help_option=False)
def rank(context: typer.Context) -> None:
    """Hand over to the plain-file command, whose learner is loaded only now."""
    from api.plainfiles.ranking_command import rank as command  # noqa: PLC0415

    _run("rank", command, context.args)


@app.command(help=told("fair"), context_settings=REST, add_help_option=False)
def fair(context: typer.Context) -> None:
    """Hand over to the plain-file command, whose solver is loaded only now."""
    from api.plainfiles.fair_command import fair as command  # noqa: PLC0415

    _run("fair", command, context.args)


def _run(name: str, command: Callable[..., None], arguments: list[str]) -> None:
    alone = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
    alone.command()(command)
    alone(arguments, prog_name=f"gongqiao {name}")


def _counts(said: list[str]) -> dict[str, int | None]:
    from labor.errors import BadInput  # noqa: PLC0415

    counts: dict[str, int | None] = {}
    for one in said:
        name, _, count = one.partition("=")
        if not count.strip().isdecimal():
            raise BadInput(f"--quota 要写成 层级=人数,不是 {one} / --quota is written TIER=N, not {one}")
        counts[name.strip()] = int(count)
    return counts


app.add_typer(rounds)
app.add_typer(keeping_commands.log, name="log")
app.add_typer(keeping_commands.key, name="key")
app.command("backup", help=told("backup"))(keeping_commands.backup)
app.command("restore", help=told("restore"))(keeping_commands.restore)
app.command("check", help=told("check"))(keeping_commands.check)
app.add_typer(tenants)
app.add_typer(organizations)
app.add_typer(accounts)
