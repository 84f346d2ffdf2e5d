"""The office's own ledgers: past orders, offers with what came of them, and this round's answers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from data.sample.drafts import NOTICE
from data.sample.history import STARTS_AFTER, History
from data.sample.market import Register
from data.sample.order_files import ORDER_CELLS, WIDE
from labor.market import YES, Replies
from labor.outcomes import NOT_KNOWN

# Stages as the ledger writes them; what is not known yet stays empty.
WORDS: Final = {1: "是", 0: "否", NOT_KNOWN: ""}
HISTORY_HEADER: Final = (
    "推荐日期", "身份证号码", "订单编号", "答复", "到岗", "到岗日期", "满30天", "满90天", "离岗日期",
)  # fmt: skip
REPLY_HEADER: Final = ("答复日期", "身份证号码", "订单编号", "答复")
OCCUPATION: Final = "职业分类代码"


def write_history(folder: Path, register: Register, history: History) -> tuple[Path, Path]:
    """Past orders and past offers, both .csv in UTF-8 with a byte-order mark."""
    orders = folder / "样例-历年用工订单.csv"
    headers = [(key, header) for key, header in WIDE if key != "demands"]
    _write(
        orders,
        [*(header for _, header in headers), OCCUPATION],
        (
            [*(ORDER_CELLS[key](order, register.employers[order.employer]) for key, _ in headers), order.trade.code]
            for order in history.orders
        ),
    )
    offers = folder / "样例-历年推荐与就业台账.csv"
    _write(offers, HISTORY_HEADER, _offers(register, history))
    return orders, offers


def _offers(register: Register, history: History) -> Iterable[list[object]]:
    made = history.outcomes
    stages = np.stack([made.accepted, made.showed_up, made.stayed_30, made.stayed_90], axis=1).tolist()
    ended = ["" if np.isnat(day) else str(day) for day in history.ended]
    for at, (worker, posting) in enumerate(zip(made.worker.tolist(), made.posting.tolist(), strict=True)):
        accepted, came, month, quarter = stages[at]
        yield [
            str(made.offered[at]),
            register.people[worker].identity_number,
            history.orders[posting].number,
            "愿意" if accepted == 1 else "不愿意",
            WORDS[came],
            str(made.offered[at] + STARTS_AFTER) if came == 1 else "",
            WORDS[month],
            WORDS[quarter],
            ended[at],
        ]


def write_replies(folder: Path, register: Register, replies: Replies, today: date) -> Path:
    """Answers to this round's first calls."""
    path = folder / "样例-本轮意向答复.csv"
    rows = zip(replies.worker.tolist(), replies.posting.tolist(), replies.reply.tolist(), strict=True)
    _write(
        path,
        REPLY_HEADER,
        (
            [today, register.people[w].identity_number, register.orders[p].number, "愿意" if r == YES else "不愿意"]
            for w, p, r in rows
        ),
    )
    return path


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow([NOTICE])
        writer.writerow(header)
        writer.writerows(rows)
