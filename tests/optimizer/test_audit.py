"""The mutation test: one honest plan, and sabotaged ones for every rule, each caught under its rule's name."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from labor.errors import AuditFailed
from labor.plan import Plan
from optimizer.audit import RULES, audit, audit_money
from optimizer.model.problem import Problem, Tickets
from optimizer.recount import lay_out
from tests.optimizer.builders import Toy, assigned, ints, plan_of, trips_of, unplaced_of

TOY = Toy(
    rows=[
        {"origin": "A", "group": 0, "men": 1, "women": 0, "earliest": "2026-03-01", "latest": "2026-03-02"},
        {"origin": "A", "group": 0, "men": 0, "women": 1},
        {"origin": "B", "size": 2, "men": 1, "women": 1},
        {"origin": "B", "men": 1, "women": 0, "earliest": "2026-03-01"},
        {"men": 0, "women": 1},
        {"origin": "A", "men": 1, "women": 0},
        {"origin": "A"},
    ],
    places=[
        {"openings": 4, "min_team": 4, "destination": "C", "beds_m": 2, "beds_f": 2},
        {"openings": 2, "destination": "D", "beds": 2, "start_from": "2026-03-02", "start_by": "2026-03-04"},
        {"openings": 1, "destination": "C"},
        {"openings": 5, "destination": "C", "min_team": 2},
    ],
    pairs=[
        (0, 0, 100.0), (0, 1, 1.0), (1, 0, 90.0), (1, 1, 1.0), (2, 0, 80.0), (2, 1, 70.0),
        (3, 1, 60.0), (4, 1, 50.0), (5, 0, 10.0), (5, 2, 20.0), (6, 2, 30.0),
    ],
    fleet=[
        {"origins": "A|B", "destinations": "C", "seats": 5, "escorts": 1, "min_load": 4, "fixed_cost": 40.0,
         "cost_per_person": 2.0, "leaves": "2026-03-02", "arrives": "2026-03-03"},
        {"origins": "A", "destinations": "C|D", "seats": 3, "fixed_cost": 5.0, "available": 2},
    ],
    tickets=[
        {"origin": "B", "destination": "D", "fare": 9.0, "days": 1},
        {"origin": "A", "destination": "C", "fare": 7.0},
    ],
    budget=70.0,
    pins=[(3, 1)],
    bans=[(5, 0)],
)  # fmt: skip
ABOARD = [(0, 0, "trip", 0), (1, 0, "trip", 0), (2, 0, "trip", 0), (3, 1, "own"), (4, 1, "free"), (6, 2, "own")]
FIGURES = {"objective": 346.0, "bound": 346.0, "travel_cost": 64.0, "placed_people": 7, "stopped": "done"}
Sabotage = Callable[[Problem, Plan], tuple[Problem, Plan]]


def honest(
    lines: Any = ABOARD, trips: Any = ((0, 4, 48.0),), out: Any = ((5, "postings_full"),), **figures: Any
) -> Plan:
    return plan_of(assigned(*lines), trips_of(*trips), unplaced_of(*out), **(FIGURES | figures))


def test_the_honest_plan_passes() -> None:
    audit(TOY.problem(), honest())


def swap(at: int, line: Any) -> list[Any]:
    return [*ABOARD[:at], line, *ABOARD[at + 1 :]]


def other(part: str, **columns: Any) -> Sabotage:
    """The same plan against a problem whose ``part`` reads otherwise: what was allowed no longer is."""

    def change(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        block = getattr(problem, part)
        told = {}
        for name, (at, value) in columns.items():
            told[name] = getattr(block, name).copy()
            told[name][at] = value
        return replace(problem, **{part: replace(block, **told)}), plan

    return change


def told(**changes: Any) -> Sabotage:
    """Another plan for the same problem."""
    return lambda problem, plan: (problem, honest(**changes))


def settings(**changes: Any) -> Sabotage:
    return lambda problem, plan: (replace(problem, **changes), plan)


def preferring(beside: Sequence[float], budget: float | None = None) -> Sabotage:
    """The same plan where fares hold these preferences; a third line is a second one from A to C."""

    def change(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        lines, tickets = [0, 1, 1][: len(beside)], problem.tickets
        told = Tickets(
            tickets.origin[lines], tickets.destination[lines], tickets.fare[lines], tickets.days[lines],
            np.array(beside),
        )  # fmt: skip
        return replace(problem, tickets=told, budget=budget), plan

    return change


DAY = np.datetime64("2026-03-09")
TWO_TRIPS = ((0, 3, 46.0), (1, 1, 5.0))
SABOTAGE: list[tuple[str, str, Sabotage, str]] = [
    ("rule 1", "a posting that does not exist", told(lines=swap(5, (6, 9, "own"))),
     "an assignment or trip names a posting that does not exist"),
    ("rule 1", "a trip that does not exist", told(lines=swap(2, (2, 0, "trip", 4))),
     "an assignment or trip names a trip that does not exist"),
    ("rule 2", "a row placed twice", told(lines=[*ABOARD, (4, 2, "free")]), "row #4 is placed twice"),
    ("rule 2", "a pair nobody listed", told(lines=swap(4, (4, 2, "free"))),
     "row #4 at posting #2 is not a listed pair"),
    ("rule 3", "a group parted over two postings", told(lines=swap(1, (1, 1, "trip", 1)), trips=TWO_TRIPS),
     "row #1 at posting #1 is parted from its group"),
    ("rule 3", "a group parted over two trips", told(lines=swap(1, (1, 0, "trip", 1)), trips=TWO_TRIPS),
     "row #1 at posting #0 is parted from its group"),
    ("rule 3", "a group parted by its way of travel", told(lines=swap(1, (1, 0, "own")), trips=[(0, 3, 46.0)]),
     "row #1 at posting #0 is parted from its group"),
    ("rule 3", "half a group", told(lines=[*ABOARD[:1], *ABOARD[2:]], trips=[(0, 3, 46.0)]),
     "row #0 at posting #0 is placed without the rest of its group"),
    ("rule 4", "more people than openings", other("places", openings=(0, 3)),
     "posting #0 holds more people than it has openings"),
    ("rule 4", "a team too small", other("places", min_team=(1, 3)),
     "posting #1 holds fewer people than its smallest team"),
    ("rule 5", "too few beds", other("places", beds=(1, 1)), "posting #1 has too few beds"),
    ("rule 5", "too few beds for men", other("places", beds_m=(0, 1)), "posting #0 has too few beds"),
    ("rule 5", "too few beds for women", other("places", beds_f=(0, 1)), "posting #0 has too few beds"),
    ("rule 5", "nobody said how many are women", other("rows", women=(2, -1)),
     "row #2 at posting #0 does not say its men and women, and beds are by sex"),
    ("rule 6", "free travel that is not free", told(lines=swap(3, (3, 1, "free"))),
     "row #3 at posting #1 needs a trip or a ticket and has none"),
    ("rule 6", "a seat for one who travels free", told(lines=swap(4, (4, 1, "trip", 0)), trips=[(0, 5, 50.0)]),
     "row #4 at posting #1 travels free and is booked on a trip or a ticket"),
    ("rule 7", "a trip without its number", told(lines=swap(2, (2, 0, "trip", -1))),
     "row #2 at posting #0 has no trip, or one too many"),
    ("rule 7", "an own ticket on a trip", told(lines=swap(3, (3, 1, "own", 0))),
     "row #3 at posting #1 has no trip, or one too many"),
    ("rule 7", "a trip that does not call at the origin", other("rows", origin=(2, 3)),
     "row #2 at posting #0 rides on a trip that does not call at its hub"),
    ("rule 7", "a trip that does not call there", told(lines=swap(3, (3, 1, "trip", 0)), trips=[(0, 5, 50.0)]),
     "row #3 at posting #1 rides on a trip that does not call at its hub"),
    ("rule 7", "an escort without a seat", other("fleet", escorts=(0, 2)), "trip 1 (vehicle #0) has too few seats"),
    ("rule 7", "too few seats", other("fleet", seats=(0, 4)), "trip 1 (vehicle #0) has too few seats"),
    ("rule 7", "fewer people than the minimum load", other("fleet", min_load=(0, 5)),
     "trip 1 (vehicle #0) runs with fewer people than its minimum load"),
    ("rule 7", "a trip that carries nobody", told(trips=[(0, 4, 48.0), (1, 0, 5.0)]),
     "trip 2 (vehicle #1) runs with fewer people than its minimum load"),
    ("rule 7", "a miscounted trip", told(trips=[(0, 5, 50.0)]), "trip 1 (vehicle #0) states a wrong number of people"),
    ("rule 7", "a trip at the wrong price", told(trips=[(0, 4, 47.0)]), "trip 1 (vehicle #0) states a wrong cost"),
    ("rule 7", "a run more than there are", other("fleet", available=(0, 0)),
     "trip 1 (vehicle #0) is a run more than the vehicle has"),
    ("rule 8", "an own ticket nobody sells", other("tickets", destination=(0, 0)),
     "row #3 at posting #1 goes by own ticket and there is no fare line"),
    ("rule 8", "travel cost misstated", told(travel_cost=63.0),
     "the plan states travel cost 63.0, the recount gives 64.0"),
    ("rule 9", "a trip before the row can leave", other("rows", earliest=(0, DAY)),
     "row #0 at posting #0 rides on a day that does not suit"),
    ("rule 9", "a trip after the row must have left", other("rows", latest=(0, np.datetime64("2026-03-01"))),
     "row #0 at posting #0 rides on a day that does not suit"),
    ("rule 9", "a trip that arrives too late", other("places", start_by=(0, np.datetime64("2026-03-02"))),
     "row #0 at posting #0 rides on a day that does not suit"),
    ("rule 9", "a trip that arrives too early", other("places", start_from=(0, DAY)),
     "row #0 at posting #0 rides on a day that does not suit"),
    ("rule 9", "an own ticket that takes too long", other("tickets", days=(0, 9)),
     "row #3 at posting #1 goes by own ticket and no day suits"),
    ("rule 9", "free travel on no day", other("rows", earliest=(4, DAY)),
     "row #4 at posting #1 travels free and no day suits"),
    ("rule 8", "a preference counted against the budget", preferring((0.0, 1.0), budget=70.0),
     "fares hold a preference beside money, and there is a budget"),
    ("rule 8", "a preference where no vehicle goes", preferring((1.0, 0.0)),
     "fare line 1 holds a preference and no vehicle goes there"),
    ("rule 8", "a preference above the whole fare", preferring((0.0, 7.5)),
     "fare line 2 holds a preference of 7.5 that cannot be"),
    ("rule 8", "two preferences on one corridor", preferring((0.0, 1.0, 2.0)),
     "fare line 2 holds a preference of 1.0 that cannot be"),
    ("rule 10", "a pin broken", settings(pins=ints([5])), "row #2 is not as pinned, at #1"),
    ("rule 10", "a pin of one of the group", settings(pins=ints([1])), "row #1 is not as pinned, at #1"),
    ("rule 10", "a pin on another vehicle", settings(pins=ints([0]), pin_vehicle=ints([1])),
     "row #1 is not as pinned, at #0"),
    ("rule 10", "a banned pair used", settings(bans=ints([7])), "row #4 at posting #1 is banned"),
    ("rule 10", "a pair used that is banned for one of the group", settings(bans=ints([0])),
     "row #0 at posting #0 is banned"),
    ("rule 10", "more spent than the budget", settings(budget=63.9), "travel costs 64.0, the budget is 63.9"),
    ("rule 11", "net value misstated", told(objective=347.0, bound=347.0),
     "the plan states net value 347.0, the recount gives 346.0"),
    ("rule 11", "people miscounted", told(placed_people=6), "the plan states people placed 6, the recount gives 7"),
    ("rule 12", "a bound below the plan", told(bound=345.9), "the bound 345.9 lies below the net value 346.0"),
    ("rule 12", "a bound that is no number", told(bound=float("nan")), "the bound nan lies below the net value 346.0"),
    ("rule 13", "a run stopped by nothing known", told(stopped="luck"), "a run cannot have stopped by 'luck'"),
    ("rule 15", "a row in neither list", told(out=[]),
     "row #5 does not stand in exactly one of assignments and unplaced"),
    ("rule 15", "a row in both lists", told(out=[(5, "postings_full"), (6, "budget")]),
     "row #6 does not stand in exactly one of assignments and unplaced"),
    ("rule 15", "a reason nobody knows", told(out=[(5, "because")]),
     "an unplaced row has no reason, or an unknown one"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "sabotage", "said"), SABOTAGE, ids=[what for _, what, _, _ in SABOTAGE])
def test_the_audit_catches_and_says_where(rule: str, what: str, sabotage: Sabotage, said: str) -> None:
    problem, plan = sabotage(TOY.problem(), honest())

    with pytest.raises(AuditFailed) as caught:
        audit(problem, plan)

    assert (caught.value.rule, str(caught.value)) == (rule, f"{rule}: {said}")


@pytest.mark.parametrize("disarmed", RULES, ids=[rule.__name__ for rule in RULES])
def test_no_rule_of_the_audit_is_idle(disarmed: Any) -> None:
    others = tuple(rule for rule in RULES if rule is not disarmed)
    spoiled = [sabotage(TOY.problem(), honest()) for rule, _, sabotage, _ in SABOTAGE if rule != "rule 1"]

    assert any(first_breach(RULES, *made) != first_breach(others, *made) for made in spoiled)


def first_breach(rules: Sequence[Callable[[Any], None]], problem: Problem, plan: Plan) -> str:
    """The rule that refuses the plan's assignments and trips, "" where none does."""
    ledger = lay_out(problem, plan.assignments, plan.trips)
    try:
        for rule in rules:
            rule(ledger)
    except AuditFailed as failed:
        return failed.rule
    return ""


def test_money_is_told_without_what_the_fares_hold_beside_it() -> None:
    problem, plan = preferring((0.0, 3.0))(TOY.problem(), honest())  # one rides from A to C on a ticket of 7

    audit(problem, plan)
    audit_money(problem, plan, 61.0)
    audit_money(TOY.problem(), plan, 64.0)
    with pytest.raises(AuditFailed, match="money spent"):
        audit_money(problem, plan, 64.0)
