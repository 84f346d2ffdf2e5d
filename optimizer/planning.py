"""The algorithm: lay the problem out, price it, draft a plan, improve it, and prove how good it is."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from contextvars import copy_context
from dataclasses import replace
from functools import partial

import numpy as np

from labor.arrays import BoolArray, FloatArray
from labor.candidates import Watcher, nobody_watches
from labor.errors import EndedTooEarly, Infeasible
from labor.plan import Plan
from optimizer.audit import audit
from optimizer.bounds.lagrangian import Prices
from optimizer.bounds.shared_rooms import SharedRooms
from optimizer.model.options import lay_out
from optimizer.model.problem import PlanParams, Problem
from optimizer.reasons.unplaced import explain_unplaced
from optimizer.search.column_sifting import dive, draft_on_runs, person_premium, sift
from optimizer.search.construction import draft_quickly, draft_whole, is_mostly_thick
from optimizer.search.core_problem import Core
from optimizer.search.exact_beside import ExactBeside
from optimizer.search.greedy import quick_drafts
from optimizer.search.incumbent import hand_out, nobody
from optimizer.search.joining import let_join
from optimizer.search.lane_totals import lane_totals, suits
from optimizer.search.large_neighborhoods import Improvement
from optimizer.search.run import TOLERANCE, USUAL_REACH, Reach, Run
from optimizer.search.subproblem import MOST_MONEY, Aim, ExactModel, build, leave_rest, read_draft, seats_to_give
from optimizer.solvers.branch_and_bound import branch
from optimizer.solvers.integer_model import Limits, Solution
from optimizer.solvers.interruptible import Halted, halting_when, warm_up

FIRST_STEPS, FEW_STEPS, MORE_STEPS = 400, 250, 50
TRIES_A_ROUND = 20
AT_ONCE = 2
SEATS_AN_OPTION = 2  # crews on runs, which the exact model tells apart one by one
FEW_PAIRS = 500  # a smaller problem is mostly settled before a solver process would be ready
FEW_TO_DRAFT = 200_000  # options: a first plan of so many is a matter of a moment, even where time is up
HALF = 0.5
PATIENCE = 300  # tries in vain after which a run without a time limit ends by itself


def plan(problem: Problem, params: PlanParams, watch: Watcher = nobody_watches, reach: Reach = USUAL_REACH) -> Plan:
    """Find a plan and a bound; raises Infeasible where pins and budget leave none, EndedTooEarly before any.

    The plan is audited before it is handed over. A run that ends by gap, by iterations or by itself gives the
    same plan for the same problem, seed and threads.
    """
    started = time.monotonic()
    if len(problem.pairs) > FEW_PAIRS:
        warm_up()
    run = Run(lay_out(problem), params, watch, reach, started=started)
    with halting_when(run.interrupted), suppress(Halted):
        search(run)
    return hand_over(run)


def search(run: Run) -> None:
    """From nothing to the best plan that can be found; may be halted anywhere."""
    place_the_pinned(run)
    draft_at_once(run)
    solve_whole(run, run.reach.whole_at_once)
    if run.ended():
        return
    with closing(ExactBeside(run)) as exact:
        exact.begin_early()
        core = price(run)
        try_totals(run, core)
        lack = draft_and_price(run, core)
        if not run.ended():
            improve_and_prove(run, core, lack, exact)


def place_the_pinned(run: Run) -> None:
    """Meet the pins at least cost, with nobody else where that can be."""
    layout = run.layout
    if not layout.pinned.any():
        run.offer(nobody(layout))
        return
    run.enter("pins")
    for units in (layout.pinned, np.ones(len(layout.units), dtype=bool)):
        answer = _solve_for(run, units, np.inf)
        if run.has_draft:
            return
        if answer.values is None and not answer.proven:
            raise EndedTooEarly("time ran out before the pins could be met")
    raise Infeasible("no plan meets the pins and the budget")


def draft_at_once(run: Run) -> None:
    """A plan in no time."""
    options = len(run.layout.options)
    if options and (not run.ended() or options <= FEW_TO_DRAFT):
        for draft in quick_drafts(run.layout, _premium(run)):
            run.offer(let_join(run.layout, draft, _premium(run)))


def solve_whole(run: Run, most_options: int) -> None:
    """One exact model, seats and all, where the whole problem is small enough; its bound is the best there is."""
    layout = run.layout
    most = run.reach.whole_at_last if run.people_first else most_options
    if len(layout.options) > most or seats_to_give(layout) > SEATS_AN_OPTION * most or run.ended():
        return
    run.enter("exact model")
    everybody = np.ones(len(layout.units), dtype=bool)
    if run.people_first:
        counted = _solve_for(run, everybody, 0.4 * run.time_left(), Aim(people_only=True))
        run.most_people = int(min(run.most_people, np.floor(counted.bound + TOLERANCE)))
    answer = _solve_for(run, everybody, 0.4 * run.time_left(), Aim(run.worth.people if run.people_first else 0))
    if answer.values is not None:
        run.tighten(answer.bound)


def price(run: Run) -> Core:
    """Prices for places and journeys: the first proven bound, and the guide for all that follows."""
    run.enter("prices")
    core = Core(run.layout, run.worth.people if run.people_first else 0)
    # Where a linear program does the rest, few steps suffice.
    first = FEW_STEPS if run.reach.fits_a_linear_program(run.layout) else FIRST_STEPS
    run.tighten(core.descend(1, run.worth.net, run.interrupted))
    if not is_mostly_thick(core):  # on thick lanes the linear prices they start from are all but the best
        run.tighten(core.settle_prices(core.steps(first) - 1, run.worth.net, run.interrupted))
        core.narrow(core.ascent.best)
    run.tell()
    return core


def draft_and_price(run: Run, core: Core) -> FloatArray | None:
    """Drafts, and meanwhile, since they are mostly worked on elsewhere, a lower bound. See ``sift_and_dive``."""
    over = partial(_is_over, run)
    with ThreadPoolExecutor(1) as aside:
        pricing = partial(core.share_rooms, core.ascent.best, run.worth.net, over)
        shared = None if run.ended() else aside.submit(copy_context().run, pricing)
        lack = sift_and_dive(run, core) if run.reach.fits_a_linear_program(run.layout) else None
        if lack is None:
            draft_whole(run, core, _eager(run, core))
        if shared is not None:
            run.tighten(shared.result())
    return lack


def try_totals(run: Run, core: Core) -> None:
    """Where people travel alone and hardly differ: a bound and a draft from how many go from where to where."""
    if run.ended() or run.people_first or not suits(run.layout):
        return
    run.enter("lane totals")
    prices = core.ascent.best
    totals = lane_totals(SharedRooms(run.layout, core.relaxation.stairs), prices, run.time_left(), run.params.seed)
    if totals is None:
        return
    run.tighten(totals.bound)
    if totals.runs is not None:
        draft = draft_on_runs(run.layout, core.regret(prices), totals.runs, run.time_left())
        run.offer(run.draft if draft is None else draft)


def _is_over(run: Run) -> bool:
    """Whether the run has ended, without asking anybody: whoever watches is asked in one thread alone."""
    return bool(run.stopped) or run.time_left() <= 0


def sift_and_dive(run: Run, core: Core) -> FloatArray | None:
    """Where vehicles are few: one linear program for prices and bound, then rounds of rounding which of them run.

    What each option lacks at these prices; None where the program could not be solved.
    """
    draft_quickly(run, core, _eager(run, core))
    if run.ended():
        return None
    run.enter("linear program")
    sifted = sift(core.relaxation, core.ascent.best, core.least_people, run.time_left, _premium(run))
    if sifted is None:
        return None
    run.tighten(core.adopt(sifted.prices, sifted.bound))
    run.enter("diving")
    draft = dive(run.layout, sifted, run.time_left)
    if draft is not None:
        run.offer(draft)
    return sifted.lack


def improve_and_prove(run: Run, core: Core, lack: FloatArray | None, exact: ExactBeside) -> None:
    """Take turns: neighborhoods solved exactly for the plan, prices for the bound; beside them the exact lane model."""
    lack = core.regret(core.ascent.best) / np.maximum(1, run.layout.size) if lack is None else lack
    at_once = min(AT_ONCE, run.params.threads)
    with closing(Improvement(run.layout, run.draft, run.params.seed, lack, at_once)) as improvement:
        if exact.begin_late():
            improvement.at_once = 1  # the other core is taken
            run.enter("exact lane model")
            exact.improve_meanwhile(improvement)
            if run.interrupted():
                return
            solve_whole(run, run.reach.whole_at_last)
            improvement.go_on_from(run.draft, at_once)
        take_turns(run, core, improvement)


def take_turns(run: Run, core: Core, improvement: Improvement) -> None:
    """Some neighborhoods, then some price steps, until the run ends."""
    while not run.ended(PATIENCE):
        run.enter("improving")
        for _ in range(TRIES_A_ROUND):
            if run.ended(PATIENCE):
                return
            run.tries, run.idle_tries = run.tries + 1, run.idle_tries + 1
            if improvement.try_once(run.time_left()):
                run.offer(improvement.draft)
        core.ask_for(run.worth.people if run.people_first else 0)
        if not core.is_spent():
            run.enter("prices")
            run.tighten(core.go_on(MORE_STEPS, run.worth.net, run.interrupted))


def hand_over(run: Run) -> Plan:
    """The best draft as a plan, with reasons and bound, audited."""
    if not run.has_draft:
        raise EndedTooEarly("ended before there was any plan")
    problem = run.layout.problem
    run.enter("reasons and audit")
    if len(run.layout.options):
        run.offer(let_join(run.layout, run.draft, _premium(run)))
    assignments, trips = hand_out(run.layout, run.draft)
    made = Plan(
        assignments=assignments,
        trips=trips,
        unplaced=explain_unplaced(problem, assignments, trips, stopped=run.stopped),
        objective=run.worth.net,
        bound=run.honest_bound(),
        travel_cost=run.worth.travel_cost,
        placed_people=run.worth.people,
        stopped=run.stopped,
    )
    audit(problem, made)
    return made


def _premium(run: Run) -> float:
    """What placing a person is worth beyond money."""
    return person_premium(run.layout) if run.people_first else 0.0


def _eager(run: Run, core: Core) -> Prices:
    """The prices; where people come first, with a premium for each person no cost outweighs."""
    prices = core.ascent.best
    if not run.people_first or not len(core.layout.options):
        return prices
    return replace(prices, person=_premium(run))


def _solve_for(run: Run, units: BoolArray, seconds: float, aim: Aim = MOST_MONEY) -> Solution:
    """Solve for these units alone, everybody else staying: branch and bound, then CP-SAT; offers what it finds."""
    layout, params = run.layout, run.params
    options = np.flatnonzero(units[layout.options.unit])
    model = build(layout, leave_rest(layout, nobody(layout), units), units, options, aim)
    share = min(seconds, HALF * run.time_left())  # only a net: nodes and work end it, on any machine alike
    answer = branch(model.linear, Limits(share, 2000, seed=params.seed))
    if answer.values is not None:
        run.offer(read_draft(model, answer.values))
    if not _is_sharp(model, answer) and not run.interrupted():
        from optimizer.solvers.cp_sat import solve  # noqa: PLC0415 (seldom needed)

        second = solve(model.linear, Limits(share, 20.0, params.threads, params.seed), answer.values)
        if second.values is not None:
            run.offer(read_draft(model, second.values))
        if second.proven or not answer.proven:
            answer = second if second.proven or second.bound <= answer.bound else answer
    if answer.proven and answer.values is None and units.all():
        raise Infeasible("no plan meets the pins and the budget")
    return answer


def _is_sharp(model: ExactModel, answer: Solution) -> bool:
    """Whether branch and bound ended with a bound as close to its plan as rule 12 asks."""
    if not answer.proven or answer.values is None:
        return answer.proven
    return answer.bound - float(np.array(model.linear.gain) @ answer.values) <= TOLERANCE
