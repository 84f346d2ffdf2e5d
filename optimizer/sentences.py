"""The English sentence behind each reason, with the figures of the option that was struck out last."""

from __future__ import annotations

from typing import Final

import numpy as np

from labor.arrays import IntArray
from labor.plan import REASONS
from optimizer.ledger import outside_name
from optimizer.problem import Problem
from optimizer.ways import Leftover, Ways, price_of_joining

SENTENCES: Final = {
    "banned": "every listed posting is banned, the last of them {place}",
    "no_pair": "no posting is listed for this row",
    "dates": "no day of {by} suits both the row and {place}",
    "no_travel": "no trip that can run and no fare line leads to {place}",
    "group": "someone of the group cannot go to {place} by {by}",
    "no_bed": "{place} has no beds left that suit {people}",
    "postings_full": "{place} has {openings} openings left for {people}",
    "team_too_small": "{place} takes no team below {team}, and {people} more would make {together}",
    "seats_full": "{by} to {place} has no seats left for {people}",
    "trip_too_empty": "a run of {by} to {place} needs {load} people and would carry {headcount}",
    "budget": "going to {place} by {by} costs {price}, and the budget leaves {rest}",
    "worth_less_than_travel": "going to {place} by {by} is worth no more than the {price} its travel costs",
    "not_found_in_time": "going to {place} by {by} would raise the plan; the run ended ({stopped}) too soon",
}


def sentences(
    problem: Problem, ways: Ways, left: Leftover, last: tuple[IntArray, IntArray, IntArray, IntArray], stopped: str
) -> tuple[str, ...]:
    """One sentence a row left out, from its reason, posting, way and people; like cases are worded once."""
    key = np.zeros(len(last[0]), dtype=np.int64)
    for column in last:
        key = key * (int(column.max(initial=0)) + 2) + column + 1
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    code, posting, way, people = (column[first] for column in last)
    known = np.maximum(posting, 0)
    rides = np.where((way >= 0) & (way < ways.vehicles), way, 0)
    price = price_of_joining(problem, ways, left, way, people)
    names, places = problem.names, problem.places
    worded = []
    for at in range(len(code)):
        if posting[at] < 0:
            worded.append(SENTENCES["no_pair"])
            continue
        figures = {
            "place": f"posting {outside_name(names.postings, posting[at])}",
            "by": _way_in_words(problem, ways, int(way[at])),
            "people": "1 person" if people[at] == 1 else f"{people[at]} people",
            "headcount": people[at],
            "openings": left.openings[known[at]],
            "team": places.min_team[known[at]],
            "together": left.people[known[at]] + people[at],
            "load": problem.fleet.min_load[rides[at]] if len(problem.fleet) else 0,
            "price": f"{price[at]:.2f}",
            "rest": f"{(problem.budget or 0.0) - left.travel_cost:.2f}",
            "stopped": stopped,
        }
        worded.append(SENTENCES[REASONS[code[at]]].format(**figures))
    return tuple(worded[at] for at in back.ravel().tolist())


def _way_in_words(problem: Problem, ways: Ways, way: int) -> str:
    if 0 <= way < ways.vehicles:
        return f"vehicle {outside_name(problem.names.vehicles, way)}"
    return "free travel" if way == ways.free else "own ticket"
