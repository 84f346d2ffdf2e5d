"""Village groups (组, 社, 队) as registers write them: 东山村2组, 三社, 第五村民小组."""

from __future__ import annotations

import re
from typing import Final

_GROUP: Final = re.compile(r"第?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:村民)?(?:小)?(?:组|社|队|屯)$")


def group_in(text: str) -> str:
    """The village group a text ends with: 2组 of 东山村2组, 三社, 第五村民小组; a bare number is a group too."""
    match = _GROUP.search(text)
    if match:
        return match[0]
    return f"{int(text)}组" if text.isdigit() and len(text) <= 2 and int(text) else ""


def without_group(text: str) -> str:
    """The village alone: 东山村 of 东山村2组."""
    return _GROUP.sub("", text).strip()
