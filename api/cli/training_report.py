"""What `gongqiao train` prints: the figures beside the baselines, drift, and what became of the model."""

from __future__ import annotations

import math
from typing import Final

from rich.console import Console
from rich.table import Table

from api.advice.training import KeptModel
from api.texts import say, word
from labor.words import Language
from matching import Watch, scorer_name

SHOWN: Final = ("auc", "ece", "ndcg_10_worker", "ndcg_10_posting", "mrr_worker", "outcomes")


def print_kept(kept: KeptModel, language: Language) -> None:
    """Everything an officer should know of a training."""
    console = Console()
    table = Table(title=say("cli.train_title", language))
    table.add_column(say("cli.train_scorer", language), overflow="fold")
    for name in SHOWN:
        table.add_column(say(f"cli.train_{name}", language), justify="right")
    for group in (kept.evaluation.figures, kept.evaluation.cold):
        for name, figures in group.items():
            table.add_row(scorer_name(name).text(language), *(_figure(figures[column]) for column in SHOWN))
        table.add_section()
    console.print(table)
    selection = kept.evaluation.selection
    console.print(
        say(
            "cli.train_selection",
            language,
            auc=f"{selection.auc:.2f}",
            came=f"{selection.came:.1%}",
            evenly=f"{selection.came_weighted:.1%}",
        )
    )
    if kept.drift is not None:
        console.print(drift_line(kept.drift, language))
    if kept.against is not None:
        told = kept.against
        key = "train_compared" if told.offers else "train_compared_apart"
        console.print(say(f"cli.{key}", language, new=f"{told.new:.3f}", old=f"{told.old:.3f}", offers=told.offers))
        if told.behind:
            console.print(say("cli.train_behind", language))
    key = "train_done" if kept.in_use else "train_aside"
    console.print(say(f"cli.{key}", language, path=kept.path, count=kept.scorer.pedigree.outcomes), soft_wrap=True)
    console.print(say("cli.train_card", language, path=kept.card), soft_wrap=True)


def drift_line(drift: Watch, language: Language) -> str:
    """One sentence on the model in use beside the newest offers."""
    verdict = word("words.drift", drift.verdict, language)
    moved = ", ".join(f"{name} {index:.2f}" for name, index in drift.moved) or "–"
    told, came = (("–" if math.isnan(one) else f"{one:.1%}") for one in (drift.told, drift.came))
    return say("cli.train_drift", language, offers=drift.offers, told=told, came=came, moved=moved, verdict=verdict)


def _figure(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:.0f}" if value >= 10 else f"{value:.3f}"
