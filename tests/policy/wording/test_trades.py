"""One table of trade words: the importer and the matcher read every word of it alike."""

from __future__ import annotations

import pytest

from data.importers.cells.trades import trades
from matching.occupations import codes_in
from policy.wording import everyday_words, occupation_names, trade_words

EVERYDAY = {
    "踩衣车": "6-05-01-03", "小工": "6-29-00-00", "扫马路": "4-09-08-01", "打螺丝": "6-25-04-07",
    "跑滴滴": "4-02-02-01", "洗碗": "4-03-02-05", "种菜": "5-01-02-02", "月嫂": "4-10-01-06",
    "贴瓷砖": "6-29-01-01", "支模板": "6-06-03-02", "刮腻子": "6-29-04-01", "扎钢筋": "6-29-01-04",
    "烧锅炉": "6-28-01-11", "开挖机": "6-30-05-05", "开塔吊": "6-30-05-01", "跑外卖": "4-10-08-01",
    "送快递": "4-02-07-08", "跑大车": "4-02-02-02", "卸集装箱": "4-02-05-01", "看大门": "4-07-05-01",
    "打更": "4-07-05-01", "伺候老人": "4-10-01-05", "剪头发": "4-10-03-02", "搓澡": "4-10-03-04",
    "收废品": "4-01-04-00", "摆地摊": "4-01-02-05", "摘苹果": "5-01-02-02", "拾棉花": "5-01-02-01",
    "放羊": "5-03-02-01", "捡鸡蛋": "5-03-02-02", "养鱼": "5-04-02-01", "打鱼": "5-04-03-01",
    "杀鸡": "6-01-04-01", "剥虾": "6-01-05-01", "包饺子": "6-02-03-01", "做豆腐": "6-01-07-03",
    "电镀": "6-18-03-01", "压铸": "6-18-02-01", "喷塑": "6-18-03-03", "做玩具": "6-09-03-17",
    "绣花": "6-09-03-11", "织毛衣": "6-04-04-03", "烫衣服": "6-05-01-04", "修电动车": "4-12-04-01",
    "叉车工": "6-30-05-01", "dishwashers": "4-03-02-05", "street sweeper": "4-09-08-01",
    "taxi driver": "4-02-02-01", "tiler": "6-29-01-01", "babysitter": "4-10-01-06",
}  # fmt: skip


@pytest.mark.parametrize(("word", "code"), EVERYDAY.items())
def test_what_people_call_their_work_is_known(word: str, code: str) -> None:
    assert trades(f"做过{word}" if not word.isascii() else word).value.codes == (code,)


def test_importer_and_matcher_agree_on_every_word() -> None:
    read = {word: (trades(word).value.codes, codes_in(word)) for word in trade_words()}

    assert len(read) > 4000
    assert [word for word, (kept, scored) in read.items() if kept != scored or not kept] == []


def test_an_everyday_word_means_one_occupation_of_the_classification() -> None:
    assert len(everyday_words()) > 1200
    assert set(everyday_words().values()) <= set(occupation_names())
    assert [word for word, code in everyday_words().items() if codes_in(word) != (code,)] == []


@pytest.mark.parametrize("title", ["普工", "操作工", "主管", "助理", "啥都能干"])
def test_a_title_that_fits_any_work_names_no_trade(title: str) -> None:
    assert codes_in(title) == trades(title).value.codes == ()
