"""What is read of free text: work alone, the same whatever others write and in whatever order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from labor.candidates import Pairs
from labor.market import Market
from matching import WeightedScorer
from matching.work_words import WorkLikeness, kinship, work_words
from tests.matching.builders import present

TRAITS = [
    "女", "男士", "45岁", "属虎", "彝族", "回民", "信教", "清真饮食",
    "已婚", "二胎妈妈", "单亲", "孕妇", "党员", "退伍军人", "低保户", "建档立卡",
    "脱贫户", "农村户口", "外地人", "左手残疾", "听障", "乙肝携带", "刑满释放", "大龄",
    "宝妈", "寡妇", "female", "muslim", "45 years old", "single mother", "disabled", "pregnant",
    "veteran", "divorced", "of the Yi people",
]  # fmt: skip


@pytest.mark.parametrize("said", TRAITS)
@pytest.mark.parametrize("work", ["会开平缝机，做过缝纫五年", "焊工", "dishwasher"])
def test_a_trait_in_a_remark_leaves_no_word(said: str, work: str) -> None:
    assert work_words(f"{work}，{said}") == work_words(work) == work_words(f"{said}，{work}") != []


def _texts(market: Market, texts: dict[int, str]) -> Market:
    said = tuple(texts.get(at, text) for at, text in enumerate(market.workers.text))
    return replace(market, workers=replace(market.workers, text=said))


def _scores(market: Market, workers: list[int]) -> np.ndarray:
    postings = np.arange(len(market.postings))
    pairs = Pairs(np.repeat(workers, len(postings)), np.tile(postings, len(workers)))
    return WeightedScorer().score(market, pairs)


def test_a_remark_about_a_trait_moves_no_score() -> None:
    market = present()
    people = list(range(len(TRAITS)))
    plain = _texts(market, dict.fromkeys(people, "做过电焊"))
    remarked = _texts(market, {at: f"做过电焊，{TRAITS[at]}" for at in people})

    np.testing.assert_array_equal(_scores(plain, people), _scores(remarked, people))


def test_what_others_write_and_their_trades_move_nobodys_score() -> None:
    market, mine = present(), [0, 1, 2, 3, 4]
    others = {at: f"做过月嫂和电焊{at}" for at in range(5, len(market.workers))}
    trades = np.where(np.arange(len(market.workers.trades.items)) < market.workers.trades.offsets[5], "", "6-18-02-04")
    kept = np.where(trades == "", market.workers.trades.items, trades)
    ragged = replace(market.workers.trades, items=kept.astype(market.workers.trades.items.dtype))
    changed = replace(market, workers=replace(_texts(market, others).workers, trades=ragged))

    np.testing.assert_array_equal(_scores(market, mine), _scores(changed, mine))


def test_the_order_of_texts_moves_nothing() -> None:
    left = ["做过电焊", "洗碗", "", "开叉车，不会电焊", "purple"]
    right = ["焊工 焊接钢结构", "洗碗工", "叉车司机", "客服"]
    order = np.array([3, 1, 4, 0, 2])
    pairs = np.repeat(np.arange(5), 4), np.tile(np.arange(4), 5)

    told = WorkLikeness.between(left, right).of(*pairs).reshape(5, 4)
    turned = WorkLikeness.between([left[at] for at in order], right[::-1]).of(*pairs).reshape(5, 4)

    np.testing.assert_array_equal(told[order][:, ::-1], turned)
    assert told[0, 0] > 0.7 and told[3, 0] < 0.05 and told[3, 2] > 0.7
    assert np.isnan(told[[2, 4]]).all()


def test_occupations_of_one_name_are_kin_and_strangers_are_not() -> None:
    near = kinship(["6-05-01-03", "4-03-02-01", ""], ["4-10-02-01", "6-05-01-03", "6-18-02-04", ""])

    assert near[0, 1] == 1.0 and near[0, 0] > near[0, 2]
    assert (near[2] == 0).all() and near[1, 2] < 0.1
