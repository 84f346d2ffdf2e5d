"""`gongqiao fair`: read a folder, plan the talks of a fair, audit, write; exit codes as docs/formats.md says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.plainfiles.fair_files import clock_time, read_fair
from api.plainfiles.plan_files import write_csv, write_summary
from api.plainfiles.reading import Ids
from api.plainfiles.running import BAD_INPUT, WRITTEN, Clock, run_whole, say, until_signal
from api.plainfiles.solve_arguments import seconds_since_start
from labor.candidates import Watcher, nobody_watches
from labor.errors import BadInput
from labor.limits import USUAL_TIME_LIMIT_S
from optimizer import PlanParams
from optimizer.fairs import Fair, FairPlan, figure, plan_fair

TABLES: Final = ("talks.csv", "people.csv")
COUNTS: Final = ("talks", "served1", "served2", "served3")


def fair(
    folder: Annotated[Path, typer.Argument(help="people.csv, booths.csv, pairs.csv, settings.json 输入文件夹")],
    *,
    out: Annotated[Path, typer.Option("--out", help="where the plan is written 输出文件夹")],
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="wall-clock seconds for the whole command 总时限(秒)")
    ] = None,
    gap: Annotated[float, typer.Option("--gap", help="stop each aim at this relative gap 相对间隙")] = 0.0,
    seed: Annotated[int, typer.Option("--seed", help="same seed, same plan 随机种子")] = 0,
    threads: Annotated[int, typer.Option("--threads", help="solver threads 线程数")] = 2,
) -> None:
    """Plan the talks of a fair (docs/formats-fair.md) and leave with the exit code 排招聘会面谈."""
    raise typer.Exit(run(folder, out, time_limit, gap, seed, threads))


def run(  # noqa: PLR0917 - a command's options are its arguments
    folder: Path,
    out: Path,
    time_limit: float | None = None,
    gap: float = 0.0,
    seed: int = 0,
    threads: int = 2,
) -> int:
    """Plan the folder within the limit, which covers loading too; the exit code."""
    started = time.monotonic() - seconds_since_start()
    try:
        params = PlanParams(USUAL_TIME_LIMIT_S if time_limit is None else time_limit, None, gap, seed, threads)
    except BadInput as error:
        return say(BAD_INPUT, f"command line:1: {error}")
    return plan_folder(folder, out, params, started=started)


def plan_folder(
    folder: Path, out: Path, params: PlanParams, *, started: float | None = None, watch: Watcher = nobody_watches
) -> int:
    """Plan the folder and write the plan to ``out``; the exit code."""
    if out.resolve() == folder.resolve():
        return say(BAD_INPUT, f"command line:1: --out {out} is the folder read: its people.csv would be overwritten")
    clock = Clock(params.time_limit_s, time.monotonic() if started is None else started)
    return run_whole(out, TABLES, clock, lambda beside: _plan(folder, beside, params, (clock, watch)))


def _plan(folder: Path, beside: Path, params: PlanParams, run: tuple[Clock, Watcher]) -> int:
    clock, watch = run
    before_s = clock.spent_s
    known, people, booths = read_fair(folder, clock.go_on)
    reading_s = clock.spent_s - before_s
    clock.go_on()
    params = replace(params, time_limit_s=clock.left_for(params.time_limit_s, reading_s))
    plan = plan_fair(known, params, until_signal(clock, watch))
    write_csv(
        beside / TABLES[0], ("person_id", "booth_id", "starts", "interviewer"), _talks(known, plan, people, booths)
    )
    write_csv(beside / TABLES[1], ("person_id", "talks", "reason"), _people(known, plan, people))
    told = _figures(known, plan) | {"wall_s": round(clock.spent_s, 3), "seed": params.seed, "threads": params.threads}
    write_summary(beside, told | {"audit": "passed"})
    return WRITTEN


def _talks(known: Fair, plan: FairPlan, people: Ids, booths: Ids) -> Iterator[tuple[str, str, str, int]]:
    """In the order of people.csv, each person's talks in the order of the day."""
    person, booth = known.pairs.person[plan.talks.pair].tolist(), known.pairs.booth[plan.talks.pair].tolist()
    starts = known.clock.begins()[plan.talks.slot].tolist()
    for one, other, minute, number in zip(person, booth, starts, plan.interviewer.tolist(), strict=True):
        yield people.names[one], booths.names[other], clock_time(minute), number


def _people(known: Fair, plan: FairPlan, people: Ids) -> Iterator[tuple[str, int, str]]:
    talks = [0] * len(people.names)
    for person in known.pairs.person[plan.talks.pair].tolist():
        talks[person] += 1
    yield from zip(people.names, talks, plan.reason, strict=True)


def _figures(known: Fair, plan: FairPlan) -> dict[str, Any]:
    return {
        "status": plan.status,
        "aims": [
            {"aim": one.aim, "value": _told(one.aim, one.value), "bound": _told(one.aim, one.bound)}
            for one in plan.outcomes
        ],
        **{aim: _told(aim, figure(known, plan.talks, aim)) for aim in (*COUNTS, "value")},
        "gap": plan.gap,
        "stopped": plan.stopped,
    }


def _told(aim: str, number: float) -> float | int:
    """Counts are whole; a bound on one may not be."""
    return int(number) if aim != "value" and number == int(number) else number


if __name__ == "__main__":
    typer.run(fair)
