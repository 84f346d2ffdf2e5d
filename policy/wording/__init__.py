"""What people's own words mean, read one way by importer, matcher and rank: denials, and the names of trades."""

from policy.wording.negation import Said, said
from policy.wording.simplified import simplified
from policy.wording.trades import (
    NamedTrade,
    TradeReader,
    everyday_words,
    occupation_names,
    trade_words,
    trades_named,
)

__all__ = [
    "NamedTrade",
    "Said",
    "TradeReader",
    "everyday_words",
    "occupation_names",
    "said",
    "simplified",
    "trade_words",
    "trades_named",
]
