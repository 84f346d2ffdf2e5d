"""The process of one run: take it in hand, do it, tell how it goes, close it."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from types import FrameType

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from api import settings as surroundings
from api.advice.training import scorer_of
from api.planning import fairs
from api.planning.answering import explain
from api.planning.dispatching import clash_of, dispatch
from api.planning.orders import PlanOrder
from api.planning.repairing import mend
from api.settings import Settings
from data.database import check_tables, connect, opened
from data.database.tenants.register import meant, of_tenant
from data.plans import runs
from data.plans.runs import RunOrder
from labor.candidates import Tidings
from labor.errors import LaborError

TELL_EVERY_S = 0.5  # often enough to look alive, seldom enough to leave the database alone
BEAT_EVERY_S = 5.0

log = structlog.get_logger()


class DatabaseWatcher:
    """Carries the news to the run's row, and the wish to stop back; a Watcher."""

    def __init__(self, engine: Engine, run_id: int) -> None:
        self.engine = engine
        self.run_id = run_id
        self.stop = False
        self._told = 0.0
        self._phase = ""

    def __call__(self, tidings: Tidings) -> bool:
        """Write the news down at most twice a second, a new phase at once."""
        now = time.monotonic()
        if tidings.phase != self._phase or now - self._told >= TELL_EVERY_S:
            self._told, self._phase = now, tidings.phase
            with contextlib.suppress(OperationalError), opened(self.engine) as session:  # busy: told next time
                self.stop |= runs.tell(session, self.run_id, tidings, now=_now())
        return self.stop

    def beat_until(self, over: threading.Event) -> None:
        """Show life while a solver is deep in thought."""
        while not over.wait(BEAT_EVERY_S):
            with contextlib.suppress(OperationalError), opened(self.engine) as session:
                runs.beat(session, self.run_id, now=_now())

    def hear_signal(self, _number: int, _frame: FrameType | None) -> None:
        """SIGTERM is a wish to stop, not to lose what was found."""
        self.stop = True


def main(run_id: int) -> int:
    """Do one run; returns 0 once the run is closed, however it ended: Python's own 1 is then a fault of ours."""
    settings = surroundings.from_environment()
    engine = connect(settings.database_url)
    check_tables(engine)
    engine = of_tenant(engine, meant(engine, settings.tenant))
    watcher = DatabaseWatcher(engine, run_id)
    with opened(engine) as session:
        order = runs.begin(session, run_id, process=f"process {run_id}", now=_now())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, watcher.hear_signal)
    over = threading.Event()
    pulse = threading.Thread(target=watcher.beat_until, args=(over,), daemon=True)
    pulse.start()
    try:
        message = _do(engine, settings, order, watcher)
        status = "stopped" if watcher.stop else "done"
    except LaborError as error:
        log.warning("run failed", run=run_id, error=str(error))
        message, status = "\n".join([str(error), *error.details]), "failed"
    finally:
        over.set()
        pulse.join()
    with opened(engine) as session:
        runs.end(session, run_id, status, message=message, now=_now())
    engine.dispose()
    return 0


def _do(engine: Engine, settings: Settings, order: RunOrder, watcher: DatabaseWatcher) -> str:
    """The work itself; returns what the run's page says at the end."""
    if order.kind == "explain":
        return _explain(engine, settings, order, watcher)
    if order.kind == "fair":
        return fairs.plan(engine, order, scorer_of(engine, settings), watcher)
    plan_order = PlanOrder.from_params(order.params, run_id=watcher.run_id, round_id=order.round_id)
    scorer = scorer_of(engine, settings)
    work = mend if order.kind == "repair" else dispatch
    plan_id = work(engine, plan_order, scorer, watcher)
    return f"第 {plan_id} 号计划已保存 / plan {plan_id} is kept"


def _explain(engine: Engine, settings: Settings, order: RunOrder, watcher: DatabaseWatcher) -> str:
    """A question about a plan, or whether a round's pins clash."""
    if "question_id" in order.params:
        count = explain(engine, int(order.params["question_id"]), scorer_of(engine, settings), watcher)
        return f"找到 {count} 条答案 / {count} answers found"
    plan_order = PlanOrder.from_params(order.params, run_id=watcher.run_id, round_id=order.round_id)
    named = clash_of(engine, plan_order, scorer_of(engine, settings), watcher)
    if not named:
        return "固定与排除没有互相矛盾 / the pins and bans do not clash"
    lines = [f"{one.zh} / {one.en}" for one in named]
    return "\n".join(["最小的一组矛盾 / the smallest set that clashes:", *lines])


def _now() -> datetime:
    return datetime.now(tz=UTC)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
