"""A trained model's card: one page of HTML with its figures and pictures, nothing fetched from anywhere."""

from __future__ import annotations

from html import escape

import numpy as np

from labor.arrays import FloatArray
from matching.chances import SCORED
from matching.evaluation import Evaluation
from matching.features import FEATURES
from matching.metrics import Reliability
from matching.trained import TrainedScorer

COLUMNS = ("auc", "ece", "ndcg_10_worker", "mrr_worker", "recall_10_worker", "ndcg_10_posting", "outcomes")
STYLE = """body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #bbb;padding:.25rem .6rem;text-align:right}
td:first-child,th:first-child{text-align:left}svg{background:#fafafa;border:1px solid #ddd;margin:.3rem}
figure{display:inline-block;margin:.3rem}figcaption{font-size:.85rem}"""


def model_card(scorer: TrainedScorer, evaluation: Evaluation, *, synthetic: bool = False) -> str:
    """The card as one HTML document; ``synthetic`` prints that the data behind it is made up."""
    told = scorer.pedigree
    warning = "<p><strong>合成数据，仅供演示 Synthetic data, for demonstration only.</strong></p>" if synthetic else ""
    about = [
        ("数据窗口 data window", f"{told.first_day} – {told.last_day}"),
        ("结果数 outcomes", str(told.outcomes)),
        ("留出窗口 held out", f"{evaluation.first_held_out} – {evaluation.last_held_out} ({told.held_out})"),
        ("随机种子 seed", str(told.seed)),
    ]
    body = [
        "<h1>模型卡 Model card</h1>", warning, _pairs(about),
        "<h2>与基线同场比较 Beside the baselines</h2>", _table(evaluation.figures),
        "<h2>冷启动 Cold start</h2>", _table(evaluation.cold),
        "<h2>分阶段 By stage</h2>", _pairs([(k, f"{v:.4f}") for k, v in evaluation.stages.items() if "_" in k]),
        "<h2>说的和来的 Told and come</h2>", reliability_picture(evaluation.reliability),
        "<h2>各因素的作用 What each fact adds</h2>",
        "<p>对数几率；三阶段合计。不知道的事实加零。Log-odds, the three stages summed; a fact not known adds zero.</p>",
        *(curve_picture(scorer, at) for at in range(len(FEATURES))),
        "<h2>过去的选择 Past selection</h2>", _selection(evaluation),
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>Model card</title><style>{STYLE}</style>'
        f"</head><body>{''.join(body)}</body></html>"
    )


def _pairs(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def _table(figures: dict[str, dict[str, float]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("", *COLUMNS))
    rows = "".join(
        f"<tr><td>{escape(name)}</td>" + "".join(f"<td>{_number(row[column])}</td>" for column in COLUMNS) + "</tr>"
        for name, row in figures.items()
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _number(value: float) -> str:
    if np.isnan(value):
        return "–"
    return f"{value:.0f}" if value >= 10 else f"{value:.4f}"


def _selection(evaluation: Evaluation) -> str:
    found = evaluation.selection
    return _pairs(
        [
            ("选择可预测度 AUC of having been offered", f"{found.auc:.3f}"),
            ("有效样本 effective share", f"{found.effective_share:.3f}"),
            ("实际到岗率 came, as offered", f"{found.came:.3f}"),
            ("若均匀发岗 came, had offers fallen evenly", f"{found.came_weighted:.3f}"),
        ]
    )


def reliability_picture(found: Reliability) -> str:
    """Told chance across, what came upwards; on the diagonal the model tells the truth."""
    size = 320.0
    points = [(40 + told * (size - 50), size - 30 - came * (size - 50)) for told, came in _rows(found)]
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#0b6"/>' for x, y in points)
    line = f'<line x1="40" y1="{size - 30}" x2="{size - 10}" y2="20" stroke="#999" stroke-dasharray="4"/>'
    words = (
        f'<text x="120" y="{size - 8}" font-size="12">说的机会 told</text>'
        '<text x="4" y="16" font-size="12">来的 came</text>'
    )
    caption = f"<figcaption>ECE {found.ece:.4f}</figcaption>"
    return f'<figure><svg width="{size:.0f}" height="{size:.0f}" role="img">{line}{dots}{words}</svg>{caption}</figure>'


def _rows(found: Reliability) -> list[tuple[float, float]]:
    return list(zip(found.told.tolist(), found.came.tolist(), strict=True))


def curve_picture(scorer: TrainedScorer, feature: int) -> str:
    """One feature's step curve, the three stages of the score summed."""
    edges = scorer.model.edges[feature]
    steps: FloatArray = scorer.model.steps[feature][: len(SCORED), :-1].sum(axis=0)
    caption = f"<figcaption>{escape(FEATURES[feature].name)} · {escape(FEATURES[feature].good.zh)}</figcaption>"
    if not len(edges):
        return f"<figure><p>–</p>{caption}</figure>"
    wide, high = 200.0, 90.0
    low, span = float(edges[0]), float(edges[-1] - edges[0]) or 1.0
    across = [0.0, *(((edge - low) / span * (wide - 20) + 10) for edge in edges.tolist()), wide]
    top = max(1.0, float(np.abs(steps).max()))
    heights = [_up(value, top, high) for value in steps.tolist()]
    path = "".join(
        f"{'M' if at == 0 else 'L'}{across[at]:.1f},{height}L{across[at + 1]:.1f},{height}"
        for at, height in enumerate(heights)
    )
    zero = f'<line x1="0" x2="{wide:.0f}" y1="{high / 2}" y2="{high / 2}" stroke="#ccc"/>'
    drawn = f'<path d="{path}" fill="none" stroke="#06c" stroke-width="1.5"/>'
    return f'<figure><svg width="{wide:.0f}" height="{high:.0f}" role="img">{zero}{drawn}</svg>{caption}</figure>'


def _up(value: float, top: float, high: float) -> str:
    return f"{high / 2 - value / top * (high / 2 - 4):.1f}"
