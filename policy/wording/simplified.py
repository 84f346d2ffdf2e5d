"""Traditional characters made simplified, one for one, so that places in a text stay."""

from __future__ import annotations

from functools import lru_cache

# The unified ideographs and their first extension: whatever an input method of today can write.
_IDEOGRAPHS = range(0x3400, 0xA000)


def simplified(text: str) -> str:
    """The text with 電焊工 as 电焊工; as many characters as before. Never for names of people: 昇 stays 昇 there.

    Characters of GB 2312 are simplified ones already (乾 of 乾县, 徵 of 宫商角徵): they stay.
    """
    if text.isascii() or _within_gb2312(text):
        return text
    return text.translate(_table())


def _within_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _table() -> dict[int, int]:
    """What OpenCC makes of each character by itself, where GB 2312 lacks it."""
    from opencc import OpenCC  # noqa: PLC0415 - most texts need no table

    written = [chr(code) for code in _IDEOGRAPHS]
    plainer = OpenCC("t2s").convert("\n".join(written)).split("\n")
    return {
        ord(old): ord(new)
        for old, new in zip(written, plainer, strict=True)
        if old != new and len(new) == 1 and not _within_gb2312(old)
    }
