"""`gongqiao rank` by its written rules: reading, learning from clicks, writing whole files, exit codes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from api.plainfiles.ranking import rank_folder

Table = Sequence[Sequence[str]]
WORKERS: Table = [
    ("worker_id", "text", "region"),
    ("w1", "焊过几年，氩弧焊", "510802"),
    ("w2", "waitress", "NJ/Newark"),
    ("w3", "", ""),
]
POSTINGS: Table = [
    ("posting_id", "text", "region"),
    ("p1", "焊工 钢结构", "510811"),
    ("p2", "Restaurant server", "NJ/Newark"),
    ("p3", "叉车司机", "330402"),
]  # fmt: skip


def write(folder: Path, **tables: Table) -> Path:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def ranked(folder: Path, *, top: int = 10, seed: int = 0) -> list[dict[str, str]]:
    assert rank_folder(folder, folder / "ranked.csv", top=top, seed=seed) == 0
    with (folder / "ranked.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_without_a_history_words_and_places_decide_in_chinese_and_english(tmp_path: Path) -> None:
    rows = ranked(write(tmp_path, workers=WORKERS, postings=POSTINGS))

    first = {row["worker_id"]: row["posting_id"] for row in rows if row["rank"] == "1"}
    assert first["w1"] == "p1"
    assert first["w2"] == "p2"


def test_who_says_nothing_is_ranked_all_the_same(tmp_path: Path) -> None:
    rows = ranked(write(tmp_path, workers=WORKERS, postings=POSTINGS))

    assert sum(row["worker_id"] == "w3" for row in rows) == 3


def test_scores_fall_with_rank_and_stand_between_0_and_1(tmp_path: Path) -> None:
    rows = ranked(write(tmp_path, workers=WORKERS, postings=POSTINGS))

    for worker in ("w1", "w2", "w3"):
        scores = [float(row["score"]) for row in rows if row["worker_id"] == worker]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_candidates_are_scored_all_and_only(tmp_path: Path) -> None:
    candidates = [("worker_id", "posting_id"), ("w1", "p3"), ("w1", "p2")]

    rows = ranked(write(tmp_path, workers=WORKERS, postings=POSTINGS, candidates=candidates), top=1)

    assert {(row["worker_id"], row["posting_id"]) for row in rows} == {("w1", "p3"), ("w1", "p2")}


def test_only_the_best_k_are_written(tmp_path: Path) -> None:
    rows = ranked(write(tmp_path, workers=WORKERS, postings=POSTINGS), top=2)

    assert [row["rank"] for row in rows] == ["1", "2"] * 3


def test_ids_alone_are_enough(tmp_path: Path) -> None:
    rows = ranked(write(tmp_path, workers=[("worker_id",), ("a",)], postings=[("posting_id",), ("p",), ("q",)]))

    assert [row["posting_id"] for row in rows] == ["p", "q"]


def clicks(seed: int) -> dict[str, Table]:
    """Two crowds, each clicking its own half of the postings; neither texts nor places say so."""
    rng = np.random.default_rng(seed)
    history = [("worker_id", "posting_id", "outcome", "at")]
    for worker in range(120):
        for turn, posting in enumerate(rng.choice(30, 6, replace=False) * 2 + worker % 2):
            history.append((f"w{worker}", f"p{posting}", "viewed", f"2026-03-{turn + 1:02d}T08:00:00"))
    return {
        "workers": [("worker_id",), *((f"w{at}",) for at in range(120))],
        "postings": [("posting_id",), *((f"p{at}",) for at in range(60))],
        "history": history,
    }


def test_a_history_is_learned_from(tmp_path: Path) -> None:
    rows = ranked(write(tmp_path, **clicks(3)), top=5)

    own_half = [int(row["worker_id"][1:]) % 2 == int(row["posting_id"][1:]) % 2 for row in rows]
    assert np.mean(own_half) > 0.95


def test_people_and_postings_never_seen_are_ranked_too(tmp_path: Path) -> None:
    tables = clicks(3)
    more = {
        **tables,
        "workers": [*tables["workers"], ("new",)],
        "postings": [*tables["postings"], ("fresh",)],
        "candidates": [("worker_id", "posting_id"), ("new", "p1"), ("w1", "fresh")],
    }

    assert len(ranked(write(tmp_path, **more))) == 2


def test_the_same_folder_and_seed_give_the_same_file(tmp_path: Path) -> None:
    folder = write(tmp_path, **clicks(3))

    first = ranked(folder, seed=4)

    assert ranked(folder, seed=4) == first


@pytest.mark.parametrize(
    ("tables", "line", "words"),
    [
        ({"workers": [("id",), ("w1",)]}, "workers.csv:1:", "worker_id"),
        ({"workers": [("worker_id",), ("w1",), ("w1",)]}, "workers.csv:3:", "twice"),
        ({"postings": [("posting_id", "latitude"), ("p1", "91")]}, "postings.csv:2:", "90"),
        ({"postings": [("posting_id", "wage"), ("p1", "much")]}, "postings.csv:2:", "decimal"),
        ({"history": [("worker_id", "posting_id", "outcome"), ("w1", "", "viewed")]}, "history.csv:2:", "empty"),
        ({"candidates": [("worker_id", "posting_id"), ("w1", "p9")]}, "candidates.csv:2:", "p9"),
        ({"history": [("worker_id", "posting_id", "outcome"), ("w1", "p1", "liked")]}, "history.csv:2:", "liked"),
        ({"history": [("worker_id", "posting_id", "outcome", "at"), ("w1", "p1", "viewed", "5/3/26")]},
         "history.csv:2:", "ISO"),
        ({"candidates": [("worker_id", "posting_id"), ("w1", "p1"), ("w1", "p1")]}, "candidates.csv:3:", "twice"),
    ],
)  # fmt: skip
def test_bad_input_names_file_and_line_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tables: dict[str, Table], line: str, words: str
) -> None:
    write(tmp_path, **{"workers": WORKERS, "postings": POSTINGS, **tables})

    code = rank_folder(tmp_path, tmp_path / "ranked.csv")

    told = capsys.readouterr().err
    assert code == 2
    assert any(row.startswith(line) and words in row for row in told.splitlines())
    assert not (tmp_path / "ranked.csv").exists()


def test_a_line_that_cannot_be_read_is_told_once_not_at_every_pair_that_uses_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(
        tmp_path,
        workers=[*WORKERS, ("w4", "钳工", "510802", "one too many")],
        postings=POSTINGS,
        candidates=[("worker_id", "posting_id"), ("w4", "p1"), ("w4", "p2"), ("w1", "p9")],
    )

    assert rank_folder(folder, folder / "ranked.csv", top=10, seed=0) == 2

    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if line.startswith("workers.csv:5:")]
    assert not any("w4" in line for line in told if line.startswith("candidates.csv"))
    assert any("'p9' is not in postings.csv" in line for line in told)


def test_a_history_may_name_postings_that_closed_and_people_who_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Path(__file__).parents[2] / "cases" / "23-rank-history-with-closed-postings"

    assert rank_folder(case, tmp_path / "ranked.csv") == 0

    with (tmp_path / "ranked.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["worker_id"], row["posting_id"]) for row in rows} == {(w, p) for w in "ab" for p in "pq"}
    assert {row["worker_id"]: row["posting_id"] for row in rows if row["rank"] == "1"} == {"a": "p", "b": "q"}
    assert "2 rows" in capsys.readouterr().err


def test_what_closed_still_tells_what_goes_together(tmp_path: Path) -> None:
    tables = clicks(3)
    gone = [row for row in tables["postings"] if row[0] not in {"p0", "p1", "p2", "p3"}]
    left = [row for row in tables["workers"] if row[0] not in {"w7", "w8"}]

    rows = ranked(write(tmp_path, **{**tables, "postings": gone, "workers": left}), top=5)

    own_half = [int(row["worker_id"][1:]) % 2 == int(row["posting_id"][1:]) % 2 for row in rows]
    assert np.mean(own_half) > 0.95
    assert not {row["posting_id"] for row in rows} & {"p0", "p1", "p2", "p3"}


@pytest.mark.parametrize("outcome", ["refused", "left"])
@pytest.mark.parametrize("trained", [False, True])
def test_a_no_and_a_departure_put_a_posting_last_for_who_said_it(tmp_path: Path, outcome: str, trained: bool) -> None:
    tables = clicks(3) if trained else {"workers": WORKERS, "postings": POSTINGS}
    before = ranked(write(tmp_path, **tables), top=60)
    worker, best = before[0]["worker_id"], before[0]["posting_id"]
    history = list(tables.get("history", [("worker_id", "posting_id", "outcome", "at")]))

    after = ranked(write(tmp_path, **{**tables, "history": [*history, (worker, best, outcome, "2026-04-01")]}), top=60)

    own = [row["posting_id"] for row in after if row["worker_id"] == worker]
    assert own[-1] == best


def test_a_posting_that_others_leave_falls_and_one_where_they_stay_rises(tmp_path: Path) -> None:
    postings = [("posting_id", "text"), *((name, "焊工") for name in ("even", "house", "trap"))]
    people = [("worker_id", "text"), ("w", "焊工"), *((f"x{at}", "焊工") for at in range(6))]
    came = [(f"x{at}", name, how) for at in range(6) for name, how in (("trap", "left"), ("house", "stayed"))]

    rows = ranked(write(tmp_path, workers=people, postings=postings,
                        history=[("worker_id", "posting_id", "outcome"), *came]))  # fmt: skip

    assert [row["posting_id"] for row in rows if row["worker_id"] == "w"] == ["house", "even", "trap"]


def test_openings_bound_how_many_are_shown_a_posting_and_none_means_nobody(tmp_path: Path) -> None:
    people = [("worker_id", "text"), *((f"w{at:02d}", "焊工") for at in range(40))]
    postings = [("posting_id", "text", "openings"), ("best", "焊工", "2"), ("full", "焊工", "0"),
                *((f"o{at}", "缝纫工", "50") for at in range(4))]  # fmt: skip

    rows = ranked(write(tmp_path, workers=people, postings=postings), top=3)

    shown = [row["posting_id"] for row in rows]
    assert shown.count("best") == 8 and shown.count("full") == 0
    assert {sum(row["worker_id"] == name for row in rows) for (name, _) in people[1:]} == {3}


def test_the_order_of_rows_moves_no_score(tmp_path: Path) -> None:
    tables = clicks(3)
    turned = {name: [rows[0], *rows[:0:-1]] for name, rows in tables.items()}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    straight, back = ranked(write(tmp_path / "a", **tables)), ranked(write(tmp_path / "b", **turned))

    assert [row["worker_id"] for row in back[::10]] == [row[0] for row in turned["workers"][1:]]
    assert sorted(map(tuple, (row.items() for row in straight))) == sorted(map(tuple, (row.items() for row in back)))
