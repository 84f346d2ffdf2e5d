"""A trained model's card: one page of HTML with its figures and pictures, nothing fetched from anywhere."""

from __future__ import annotations

from html import escape
from typing import Final

import numpy as np

from labor.arrays import FloatArray
from labor.words import Bilingual
from matching.chances import SCORED, STAGES
from matching.evaluation import OURS, Evaluation
from matching.features import FEATURES
from matching.metrics import Reliability
from matching.trained import TrainedScorer

NAMESPACE: Final = "http://www.w3.org/2000/svg"  # a name, nothing is fetched from there
COLUMNS: Final = {
    "auc": "AUC", "ece": "ECE", "ndcg_10_worker": "NDCG@10 每人 a worker", "mrr_worker": "MRR 每人 a worker",
    "recall_10_worker": "recall@10 每人 a worker", "ndcg_10_posting": "NDCG@10 每岗 a posting",
    "mrr_posting": "MRR 每岗 a posting", "recall_10_posting": "recall@10 每岗 a posting",
    "outcomes": "结果数 outcomes",
}  # fmt: skip
SCORERS: Final = {
    "glass box": Bilingual("玻璃盒（在用的这种）", "glass box (ours)"),
    "glass box, selection weighed out": Bilingual("玻璃盒，按派岗概率反向加权", "glass box, selection weighed out"),
    "free-form boosting": Bilingual("自由形提升树（尺子）", "free-form boosting (the yardstick)"),
    "documented weights": Bilingual("公开的默认权重", "documented weights"),
    "popularity": Bilingual("只看热门", "popularity"),
    "item neighbors": Bilingual("相似岗位", "item neighbors"),
    "text alone": Bilingual("只看文字", "text alone"),
    "distance alone": Bilingual("只看距离", "distance alone"),
    "postings never seen": Bilingual("从没见过的岗位", "postings never seen"),
    "people kept apart": Bilingual("从没见过的人", "people never met"),
    "the same people, known": Bilingual("同样这些人，有记录", "the same people, known"),
    "employers kept apart": Bilingual("藏起过往的用人单位", "employers, their past hidden"),
    "the same employers, known": Bilingual("同样这些单位，有记录", "the same employers, known"),
    "employers nobody had worked for": Bilingual("还没有人干过的新单位", "employers nobody had worked for"),
}
STYLE: Final = """body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0;font-size:.92rem}
td,th{border:1px solid #bbb;padding:.25rem .6rem;text-align:right;font-variant-numeric:tabular-nums}
td:first-child,th:first-child{text-align:left}tr.ours td{background:#e9f5ee;font-weight:600}
svg{background:#fafafa;border:1px solid #ddd;max-width:100%}figure{display:inline-block;margin:.3rem;vertical-align:top}
figcaption{font-size:.85rem;max-width:20rem}p.sample{background:#fff3cd;border:1px solid #d9b44a;padding:.5rem .8rem}"""


def scorer_name(name: str) -> Bilingual:
    """A scorer's or a group's name in both languages."""
    return SCORERS.get(name, Bilingual(name, name))


def model_card(scorer: TrainedScorer, evaluation: Evaluation, *, synthetic: bool = False) -> str:
    """The card as one HTML document; ``synthetic`` prints that the data behind it is made up."""
    told = scorer.pedigree
    warning = "合成数据，仅供演示 Synthetic data, for demonstration only."
    about = [
        ("数据窗口 data window", f"{told.first_day} – {told.last_day}"),
        ("结果数 outcomes", str(told.outcomes)),
        ("留出窗口 held out", f"{evaluation.first_held_out} – {evaluation.last_held_out} ({told.held_out})"),
        ("随机种子 seed", str(told.seed)),
    ]
    body = [
        "<h1>模型卡 Model card</h1>", f'<p class="sample"><strong>{warning}</strong></p>' if synthetic else "",
        "<p>分数 = 接受 × 到岗 × 满30天的概率。姓名、电话、证件号和受保护的特征都不进模型。"
        "A score is the chance that this worker accepts, shows up and stays 30 days. No name, phone, identity number "
        "or protected trait enters it.</p>", _pairs(about),
        "<h2>与基线同场比较 Beside the baselines</h2>",
        "<p>在最后五分之一的结果上，谁都没有见过。On the latest fifth of the outcomes, which none had seen.</p>",
        _table(evaluation.figures),
        "<h2>冷启动 Cold start</h2>",
        "<p>五分之一的人和单位完全拿开：不学他们的结果，也不看他们的经历；下一行是同样的推荐，有记录时。"
        "A fifth of the people and of the employers kept wholly apart: nothing learned from them, nothing read of "
        "their past; beneath, the same offers told by the model that knows them.</p>"
        "<p>藏起过往的单位不是新单位：老乡和回头的人其实在那里，只是没告诉模型，所以它说得偏低。"
        "An employer whose past is hidden is not a new one: fellow villagers and people who come back are there, only "
        "the model is not told, so it tells too little.</p>", _table(evaluation.cold),
        "<h2>分阶段 By stage</h2>", _stages(evaluation),
        "<h2>说的和来的 Told and come</h2>", reliability_picture(evaluation.reliability),
        "<h2>各因素的作用 What each fact adds</h2>",
        "<p>对数几率；三阶段合计。不知道的事实加零。Log-odds, the three stages summed; a fact not known adds zero.</p>",
        *(curve_picture(scorer, at) for at in range(len(FEATURES))),
        "<h2>过去的选择 Past selection</h2>", _selection(evaluation),
        "<h2>漂移 Drift</h2>",
        "<p>最后五分之一与此前相比的稳定性指数（0.1 以下无事，0.25 以上应重新训练）。"
        "Population stability index of the latest fifth against what came before (below 0.1 nothing, above 0.25 train "
        "again).</p>", _drift(evaluation),
    ]  # fmt: skip
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>模型卡 Model card · 工桥 Gongqiao</title><style>{STYLE}</style>"
        f"</head><body>{''.join(body)}</body></html>\n"
    )


def _pairs(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def _table(figures: dict[str, dict[str, float]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("", *COLUMNS.values()))
    rows = "".join(_row(name, row) for name, row in figures.items())
    return f'<div class="wide"><table><tr>{head}</tr>{rows}</table></div>'


def _row(name: str, row: dict[str, float]) -> str:
    both = scorer_name(name)
    cells = "".join(f"<td>{_number(row[column])}</td>" for column in COLUMNS)
    ours = ' class="ours"' if name == OURS else ""
    return f"<tr{ours}><td>{escape(both.zh)}<br>{escape(both.en)}</td>{cells}</tr>"


def _number(value: float) -> str:
    if np.isnan(value):
        return "–"
    return f"{value:.0f}" if value >= 10 else f"{value:.4f}"


def _stages(evaluation: Evaluation) -> str:
    names = ("接受 accepts", "到岗 shows up", "满30天 stays 30 days", "满90天 stays 90 days")
    rows = "".join(
        f"<tr><td>{name}</td><td>{_number(evaluation.stages[f'auc_{stage}'])}</td>"
        f"<td>{_number(evaluation.stages[f'ece_{stage}'])}</td></tr>"
        for stage, name in zip(STAGES, names, strict=True)
    )
    return f"<table><tr><th></th><th>AUC</th><th>ECE</th></tr>{rows}</table>"


def _drift(evaluation: Evaluation) -> str:
    worst = sorted(evaluation.drift.items(), key=lambda one: -one[1])
    words = {feature.name: feature.good for feature in FEATURES}
    return _pairs([(f"{words[name].zh} {words[name].en} ({name})", f"{index:.3f}") for name, index in worst[:8]])


def _selection(evaluation: Evaluation) -> str:
    found = evaluation.selection
    return _pairs(
        [
            ("派没派看得出来的程度 AUC of having been offered", f"{found.auc:.3f}"),
            ("有效样本 effective share", f"{found.effective_share:.3f}"),
            ("实际到岗满30天 came, as offered", f"{found.came:.3f}"),
            ("若均匀推荐 came, had offers fallen evenly", f"{found.came_weighted:.3f}"),
        ]
    )


def reliability_picture(found: Reliability) -> str:
    """Told chance across, what came upwards, each dot as large a part; on the diagonal the model tells the truth."""
    return f"<figure>{reliability_svg(found)}<figcaption>ECE {found.ece:.4f}</figcaption></figure>"


def reliability_svg(found: Reliability) -> str:
    """The same as a picture of its own."""
    size = 360.0
    span = max(0.1, float(np.ceil(max(found.told.max(initial=0.0), found.came.max(initial=0.0)) * 10) / 10))
    inner = size - 70
    points = [(50 + told / span * inner, size - 40 - came / span * inner)
              for told, came in zip(found.told.tolist(), found.came.tolist(), strict=True)]  # fmt: skip
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#0a7d4b"/>' for x, y in points)
    marks = "".join(
        f'<text x="{50 + part * inner:.0f}" y="{size - 24:.0f}" font-size="11" text-anchor="middle">{part * span:.1f}'
        f'</text><text x="44" y="{size - 36 - part * inner:.0f}" font-size="11" text-anchor="end">{part * span:.1f}'
        f'</text><path d="M50,{size - 40 - part * inner:.0f}h{inner:.0f}" stroke="#e4e4e4"/>'
        for part in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    line = (
        f'<path d="M50,{size - 40:.0f}L{50 + inner:.0f},{size - 40 - inner:.0f}" stroke="#999" stroke-dasharray="4"/>'
    )
    words = (
        f'<text x="{size / 2:.0f}" y="{size - 6:.0f}" font-size="13" text-anchor="middle">说的机会 chance told</text>'
        '<text x="8" y="18" font-size="13">来的 share that came</text>'
    )
    return _svg(size, size, marks + line + dots + words)


def curve_picture(scorer: TrainedScorer, feature: int) -> str:
    """One feature's step curve, the three stages of the score summed."""
    words = FEATURES[feature].good
    caption = f"<figcaption>{escape(words.zh)} {escape(words.en)} · {escape(FEATURES[feature].name)}</figcaption>"
    return f"<figure>{curve_svg(scorer, feature)}{caption}</figure>"


def curve_svg(scorer: TrainedScorer, feature: int) -> str:
    """The same as a picture of its own; the dotted line is zero, the numbers are the feature's own."""
    edges = scorer.model.edges[feature]
    steps: FloatArray = scorer.model.steps[feature][: len(SCORED), :-1].sum(axis=0)
    wide, high = 280.0, 130.0
    if not len(edges):
        return _svg(wide, high, '<text x="10" y="60" font-size="12">–</text>')
    low, span = float(edges[0]), float(edges[-1] - edges[0]) or 1.0
    across = [30.0, *(((edge - low) / span * (wide - 60) + 40) for edge in edges.tolist()), wide]
    top = max(0.5, float(np.abs(steps).max()))
    heights = [_up(value, top, high - 20) for value in steps.tolist()]
    path = "".join(
        f"{'M' if at == 0 else 'L'}{across[at]:.1f},{height}L{across[at + 1]:.1f},{height}"
        for at, height in enumerate(heights)
    )
    zero = f'<path d="M30,{(high - 20) / 2}H{wide:.0f}" stroke="#999" stroke-dasharray="3"/>'
    drawn = f'<path d="{path}" fill="none" stroke="#0857a6" stroke-width="2"/>'
    marks = (
        f'<text x="26" y="14" font-size="11" text-anchor="end">{top:+.1f}</text>'
        f'<text x="26" y="{high - 24:.0f}" font-size="11" text-anchor="end">{-top:+.1f}</text>'
        f'<text x="40" y="{high - 6:.0f}" font-size="11">{_mark(low)}</text>'
        f'<text x="{wide - 6:.0f}" y="{high - 6:.0f}" font-size="11" text-anchor="end">{_mark(low + span)}</text>'
    )
    return _svg(wide, high, zero + drawn + marks)


def _svg(wide: float, high: float, inside: str) -> str:
    size = f'viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}"'
    return f'<svg xmlns="{NAMESPACE}" {size} role="img" font-family="sans-serif">{inside}</svg>\n'


def _mark(value: float) -> str:
    """Three digits are enough under a picture; what is zero but for rounding is zero."""
    return f"{round(value, 6):.3g}" if abs(value) < 1000 else f"{value:.0f}"


def _up(value: float, top: float, high: float) -> str:
    return f"{high / 2 - value / top * (high / 2 - 4):.1f}"
