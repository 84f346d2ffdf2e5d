"""Passwords: argon2id by pwdlib, judged by zxcvbn; at most a few are hashed at once."""

from __future__ import annotations

import threading
from functools import cache
from typing import Final

import zxcvbn
from pwdlib import PasswordHash
from pypinyin import lazy_pinyin

from data.registers.accounts.secret_words import spoken
from labor.errors import BadInput

SHORTEST: Final = 10
LONGEST: Final = 72  # what the judge reads
STRONG_ENOUGH: Final = 3  # of 4: more than 10^8 guesses (zxcvbn)
# Each takes 64 MB and a core: a crowd at the door must not take the whole machine.
_at_once: Final = threading.BoundedSemaphore(4)


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _at_once:
        return _hasher().hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password; where there is no account the same work is done for nothing."""
    with _at_once:
        right = _hasher().verify(password, kept or _nobodys())
    return right and kept is not None


def one_time() -> str:
    """A password for somebody else's first sign-in: 80 bits in four groups."""
    return spoken(4)


def refuse_weak(password: str, login: str) -> None:
    """Raise BadInput for a password that is short, among those tried first, or made of the login."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            f"密码要有 {SHORTEST} 至 {LONGEST} 个字符，几个词连起来最好记 / a password has {SHORTEST} to {LONGEST} "
            "characters; a few words in a row are easy to remember"
        )
    near = [login, "".join(lazy_pinyin(login)), "gongqiao", "工桥"]
    if zxcvbn.zxcvbn(password, user_inputs=near)["score"] < STRONG_ENOUGH:
        raise BadInput(
            "这个密码太容易猜（常用词、年份、键盘顺序、登录名都容易猜）；请用几个不相干的词连起来 / "
            "this password is easily guessed (common words, years, keyboard rows, the login): "
            "put a few unrelated words in a row"
        )


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    return _hasher().hash(spoken(4))
