"""Whatever stands in a cell, a row is judged and counted; nothing a file holds can stop an import."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importers.cells.places import known_places
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import Column, Mapping, fields_of
from data.importers.judging.faults import KEPT, REFUSED, TO_DECIDE
from data.importers.judging.judging import judge_row
from data.importers.judging.rows import Row, RowContext
from data.registers.records import KINDS
from tests.data.importers.workbooks import TODAY

SCRAPS = st.lists(
    st.sampled_from(
        [
            "张三",
            "李四",
            "138",
            "1234",
            "5678",
            "510802198503129978",
            "5.13E+17",
            "焊工",
            "和",
            "一起",
            "老婆",
            "正月初八",
            "闰二月三十",
            "2月30日",
            "5千到6千",
            "万",
            "千",
            "/天",
            "面议",
            "浙江",
            "杭州",
            "朝阳",
            "鼓楼区",
            "限男性",
            "押金300",
            "18-40岁",
            "20-30人",
            "49座",
            "=",
            "+",
            "-",
            "@",
            "0",
            "-1",
            "1e308",
            "→",
            "年",
            "月",
            "日",
            "、",
            "，",
            "(",
            ")",
            "不",
            "限",
            "无",
            "包吃住",
            "叉车证",
            "有效期至2027年13月",
        ]
    ),
    max_size=6,
).map("".join)
CELLS: st.SearchStrategy[Any] = st.one_of(
    SCRAPS,
    st.text(max_size=20),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),  # noqa: DTZ001 - spreadsheets know no zones
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=99999)),
    st.just(time(6, 30)),
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_row_is_judged(kind: str, data: st.DataObject) -> None:
    fields = fields_of(kind)
    mapping = Mapping(kind, tuple(Column(at, field, field, "name") for at, field in enumerate(fields)))
    cells = data.draw(st.lists(CELLS, min_size=len(fields), max_size=len(fields)))
    setting = RowContext(TODAY, known_places(), home=510802)

    judged = judge_row(Row("表", 1, cells, ColumnLayout.of(mapping)), kind, setting, "拖欠名单")

    assert judged.outcome in (KEPT, TO_DECIDE, REFUSED)
    assert judged.records or judged.outcome != KEPT
    assert all(fault.what.zh and fault.fix.en for fault in judged.faults)
