"""The preference for taking people together over own tickets, written into a problem's values and fares."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from labor.arrays import BoolArray, IntArray
from labor.plan import Plan
from optimizer.model.problem import NO_HUB, Fleet, Problem
from optimizer.model.ways import own_ticket_cost


def prefer_organized(problem: Problem, amount: float, county: IntArray) -> Problem:
    """The problem in which a seat is worth ``amount`` more, a person, than an own ticket the same way.

    On every corridor between two counties (``county`` of each hub) that a vehicle serves, going is worth ``amount``
    more a person and the tickets cost as much more: who has no seat in reach travels as before. ``tickets.beside``
    tells that part of the fare apart from money.
    """
    if not amount or not len(problem.fleet) or not len(problem.tickets):
        return problem
    served = _served(problem.fleet, county)
    pairs, tickets, rows = problem.pairs, problem.tickets, problem.rows
    origin, destination = rows.origin[pairs.row], problem.places.destination[pairs.posting]
    going = (origin != NO_HUB) & (destination != NO_HUB) & served[origin, destination]
    beside = np.where(served[tickets.origin, tickets.destination], amount, 0.0)
    return replace(
        problem,
        pairs=replace(pairs, value=pairs.value + amount * going * rows.size[pairs.row]),
        tickets=replace(tickets, fare=tickets.fare + beside, beside=beside),
    )


def money_spent(problem: Problem, plan: Plan) -> float:
    """The travel cost of a plan without what its fares hold beside money."""
    tickets = problem.tickets
    if not tickets.beside.any():
        return plan.travel_cost
    money = replace(problem, tickets=replace(tickets, fare=tickets.fare - tickets.beside, beside=np.zeros(0)))
    told = own_ticket_cost(problem, plan.assignments) - own_ticket_cost(money, plan.assignments)
    return plan.travel_cost - told


def _served(fleet: Fleet, county: IntArray) -> BoolArray:
    """By origin and destination hub: whether a vehicle goes that way, to another county."""
    served = np.zeros((len(county), len(county)), dtype=np.bool_)
    for vehicle in range(len(fleet)):
        ends = (side.row(vehicle).astype(np.int64) for side in (fleet.origins, fleet.destinations))
        served[np.ix_(*ends)] = True
    served &= county[:, None] != county[None, :]
    return served
