"""Learning to rank from clicks: what counts as a like, what a lesson may know, which way a signal may move a rank."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matching.ranking import Clicks, Side, Tables, region_path
from matching.ranking.crowd import Crowd
from matching.ranking.learning import FOLDS, draw, train_ranker
from matching.ranking.signals import NAMES, SIGNALS, Signals
from matching.ranking.tastes import lessons_of, sequences, tastes_now
from matching.ranking.walks import Walks

TRADES = ("焊工 电焊", "缝纫工 平车", "保安 门岗", "厨师 炒菜")
PLACES = ("330400", "350500")


def side(count: int, *, seed: int) -> Side:
    rng = np.random.default_rng(seed)
    trade, place = np.arange(count) % len(TRADES), rng.integers(len(PLACES), size=count)
    nowhere = np.full(count, np.nan)
    regions = tuple(region_path(PLACES[at]) for at in place)
    return Side(tuple(TRADES[at] for at in trade), ("",) * count, regions, nowhere, nowhere, nowhere)


def tables(people: int = 60, postings: int = 80) -> Tables:
    """People who each look at five postings of their own trade."""
    rng = np.random.default_rng(3)
    worker = np.repeat(np.arange(people), 5)
    posting = worker % len(TRADES) + len(TRADES) * rng.integers(postings // len(TRADES), size=len(worker))
    history = Clicks(worker, posting, np.ones(len(worker)))
    return Tables(side(people, seed=1), side(postings, seed=2), history)


def test_a_refusal_is_no_like_and_a_later_look_moves_a_posting_to_the_end() -> None:
    clicks = Clicks(np.zeros(4, dtype=np.int64), np.array([5, 6, 5, 7]), np.array([1.0, 2.0, 1.0, -1.0]))

    assert sequences(clicks, 1) == [[6, 5]]


def test_a_lesson_does_not_know_the_like_it_is_asked_for() -> None:
    tastes, target = lessons_of(tables().history, 60)

    assert len(target) > 100
    for row in range(len(tastes)):
        assert target[row] not in tastes.liked.row(row)


def test_the_crowd_a_lesson_is_told_of_holds_nobody_of_its_own_fold() -> None:
    world = tables()
    lonely = Clicks(np.append(world.history.worker, 59), np.append(world.history.posting, 79),
                    np.append(world.history.liking, 4.0))  # fmt: skip
    world = Tables(world.workers, world.postings, lonely)
    signals = Signals(world, seed=0)
    everybody = Crowd(world, world.history, signals.title)

    drawn = draw(world, signals, seed=0)

    # With one's own look in the counts every like would have at least one viewer.
    liked = drawn.table[drawn.liked == 1, NAMES.index("viewers")]
    assert liked.min() == 0 and everybody.viewers[world.history.posting].min() >= 1 and FOLDS > 1


def test_no_signal_moves_a_rank_against_its_direction() -> None:
    world = tables()

    ranker = train_ranker(draw(world, Signals(world, seed=0), seed=0), seed=0)

    for (name, direction, _), steps in zip(SIGNALS, ranker.steps, strict=True):
        assert np.all(direction * np.diff(steps[0, :-1]) >= -1e-9), name
        assert steps[0, -1] == 0, name


def test_only_the_latest_dozen_likes_are_looked_back_at() -> None:
    many = Clicks(np.zeros(30, dtype=np.int64), np.arange(30), np.ones(30))

    assert tastes_now(many, 1).liked.row(0).tolist() == list(range(18, 30))


def test_a_region_is_read_as_a_code_or_as_a_path() -> None:
    assert region_path("330400") == ("33", "3304")
    assert region_path(" NJ/Newark ") == ("nj", "nj/newark")
    assert region_path("") == ()


def test_a_walk_reaches_what_nobody_clicked_together() -> None:
    # 0 liked posting 0, as 1 did, who liked 1, as 2 did, who liked 2: nobody liked both 0 and 2.
    seen = sparse.csr_matrix(np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], dtype=float))
    ends = Walks(seen).ends(seen[:1], np.zeros(4, dtype=np.int64), np.arange(4))

    assert ends["walk_three"][2] == ends["walk_three"][3]
    assert ends["walk_five"][2] > ends["walk_five"][3]
    assert ends["walk_three"][1] > ends["walk_three"][2]


def test_a_stay_weighs_more_than_a_look_in_what_goes_together() -> None:
    looks = Clicks(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 2]), np.array([1.0, 1.0, 4.0, 4.0]))
    world = Tables(side(3, seed=1), side(3, seed=2), looks)

    crowd = Crowd(world, looks, Signals(world, seed=0).title)

    assert crowd.together[0, 2] > crowd.together[0, 1] > 0
