"""How far a denial reaches: each character of a text marked affirmed, denied or unclear, clause by clause."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final, TypeAlias

from policy.wording.clauses import Clause
from policy.wording.cues import Cue, cues, is_light, pattern

Span: TypeAlias = tuple[int, int]
AFFIRMED, DENIED, UNCLEAR = 0, 1, 2
_BARE_NOUN: Final = re.compile(r"\s*(?:(?![^\s]*[一二两三四五六七八九十几多半]年)[一-鿿]{2,4}|[a-z]+ing)\s*")
_OR: Final = re.compile(r"\s*(?:或|和|及|以及|跟|与|还有|or\b|nor\b|and\b)|.*\b(?:or|nor)\b")
_NOTHING_SAID: Final = re.compile(r"(?:没有?|无|否|no)\s*")


def _names_itself(words: str) -> bool:
    """叉车司机, 洗过碗: no further item of an enumeration."""
    titled = re.search(rf"{pattern('titles').pattern}\s*$", words)
    return titled is not None or pattern("verbs_first").match(words.strip()) is not None


class ScopeReader:
    """Marks each character of a text, clause by clause."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.marks = bytearray(len(plain))
        self.before: Clause | None = None
        self.runs_on = False  # a denial reached the end of the clause before
        self.waits = -1  # where a denial ended that has said nothing yet: 不会 电焊
        self.nothing_else = -1  # where a denial of everything ended, e.g. 什么都不会

    def spans(self, mark: int) -> tuple[Span, ...]:
        """Runs of one mark."""
        runs = groupby(range(len(self.marks)), key=self.marks.__getitem__)
        whole = [list(places) for kind, places in runs if kind == mark]
        return tuple((places[0], places[-1] + 1) for places in whole)

    def read(self, clause: Clause) -> None:
        """Mark one clause; a denial on its own reaches back to the one before."""
        found = [cue for cue in cues(self.plain, clause.start, clause.end) if cue.kind not in ("idiom", "asked")]
        ran_on, self.runs_on = self.runs_on and clause.divider == "comma", False
        if found:
            _Walk(self, clause, found).through()
        elif self.waits == clause.start - 1 and clause.divider == "space":
            self.mark(clause.start, clause.end, DENIED)
        elif ran_on:
            self._enumerated(clause)
        self.before = clause

    def _enumerated(self, clause: Clause) -> None:
        """不去广东，新疆: a bare noun after a denial may be one more of them, or what is meant instead."""
        words = self.plain[clause.start : clause.end]
        if _OR.match(words):
            start = self._chain_start(clause.start)
            self.marks[start : clause.end] = bytes([DENIED]) * (clause.end - start)
        elif _BARE_NOUN.fullmatch(words) and not _names_itself(words):
            self.mark(clause.start, clause.end, UNCLEAR)
            self.runs_on = True

    def _chain_start(self, at: int) -> int:
        while at > 0 and self.marks[at - 1] != DENIED:
            at -= 1
        return at

    def mark(self, start: int, end: int, mark: int) -> None:
        """Mark a span."""
        self.marks[start:end] = bytes([mark]) * (end - start)


class _Walk:
    """One clause, cue by cue; ``topic`` is where what a later denial reaches back to begins."""

    def __init__(self, reader: ScopeReader, clause: Clause, found: list[Cue]) -> None:
        self.reader, self.clause, self.found = reader, clause, found
        self.plain = reader.plain
        self.topic = clause.start
        self.affirmed = False  # the topic began with a word that affirms

    def through(self) -> None:
        """Mark the clause."""
        at = 0
        while at < len(self.found):
            cue = self.found[at]
            if cue.kind == "denial":
                at = self._denial(at)
            elif cue.kind == "except":
                at = self._exception(at)
            else:
                if cue.kind == "excepted":
                    self._excepted(cue)
                rest = cue.kind == "affirm" and self._is_rest(cue)
                self.topic, self.affirmed = (cue.start, False) if rest else (cue.end, cue.kind == "affirm")
                at += 1

    def _denial(self, at: int) -> int:
        cue = self.found[at]
        after = self._next(at)
        stop = self.found[after].start if after < len(self.found) else self.clause.end
        has_topic = not is_light(self.plain, self.topic, cue.start)
        if is_light(self.plain, cue.end, stop):
            self._reach_back(cue, stop, has_topic)
        elif has_topic and not self.affirmed and self._affirmed_at_end(after):
            self._mark(self.topic, cue.end)
        else:
            stop = self._reach(cue, stop)
            self._mark(cue.start, stop)
            strong = pattern("strong").search(self.plain, cue.start + 1, cue.end) is not None
            self.reader.runs_on = stop == self.clause.end and (strong or self.plain[cue.start].isascii())
        self.topic, self.affirmed = stop, False
        return after

    def _next(self, at: int) -> int:
        """The next cue that ends a denial: any other denial, or an affirmation after something was denied."""
        end = self.found[at].end
        for later in range(at + 1, len(self.found)):
            cue = self.found[later]
            if cue.kind != "affirm":
                return later
            # 从没开过叉车: the 过 belongs to the denial; so does 其他 in 不会其他.
            denial = self.plain[self.found[at].start : end]
            past = self.plain[cue.end - 1] == "过" and ("没" in denial or "未" in denial)
            rest = self._is_rest(cue) and is_light(self.plain, end, cue.start)
            if not past and not rest:
                return later
        return len(self.found)

    def _reach(self, cue: Cue, stop: int) -> int:
        """Where a denial ends: 不加班的电子厂 and 没有粉尘的厂 deny what stands before 的, 不想去电子厂 all of it."""
        term = re.compile(f"{pattern('work_verbs').pattern}{pattern('work_terms').pattern}").match(
            self.plain, cue.end, stop
        )
        of = self.plain.find("的", cue.end, stop)
        strong = pattern("strong").search(self.plain, cue.start + 1, cue.end) is not None
        if term is not None and not strong:
            return term.end()
        if of < 0 or strong or of + 1 == stop or pattern("skills").match(self.plain, of + 1, stop):
            return stop
        return of + 1

    def _is_rest(self, cue: Cue) -> bool:
        return pattern("rest").fullmatch(self.plain, cue.start, cue.end) is not None

    def _affirmed_at_end(self, after: int) -> bool:
        """广东不去浙江可以: what stands between is affirmed by the clause's last word."""
        last = after == len(self.found) - 1 and self.found[after].kind == "affirm"
        return last and is_light(self.plain, self.found[after].end, self.clause.end)

    def _reach_back(self, cue: Cue, stop: int, has_topic: bool) -> None:
        if has_topic:
            start = self.topic
            if self.affirmed:
                # 会电工、电焊不会: only the last of the enumeration.
                start = max(start, self.plain.rfind("、", start, cue.start) + 1)
            self._mark(start, stop)
        before = self.reader.before
        reason = has_topic and self.plain[self.topic : cue.start].strip().endswith("了") and cue.end - cue.start > 1
        if before is not None and (not has_topic or reason) and self._answers(cue):
            if not is_light(self.plain, before.start, before.end):
                self._mark(before.start, before.end)
        elif before is None:
            self.reader.waits = stop
        if "什么" in (words := self.plain[self.clause.start : stop]) or "啥" in words:
            self.reader.nothing_else = stop
        self._mark(cue.start, stop)

    def _answers(self, cue: Cue) -> bool:
        """Whether a denial on its own speaks of the clause before: 会电焊，不想干了, but not 电焊 无."""
        if self.clause.divider == "full" or (learns := self.reader.before) is None:
            return False
        if "学" in self.plain[learns.start : learns.end] and "会" in self.plain[cue.start : cue.end]:
            return False  # 想学电焊，还不会: the wish stands
        alone = _NOTHING_SAID.fullmatch(self.plain, cue.start, cue.end) is not None
        return self.clause.divider in ("bracket", "question") or not alone

    def _exception(self, at: int) -> int:
        cue = self.found[at]
        shut = pattern("exception_ends").search(self.plain, cue.end, self.clause.end)
        other = pattern("others").search(self.plain, cue.end, self.clause.end)
        rest = shut.end() if shut else other.start() if other else self.clause.end
        if not self._affirms_excepted(cue.start, rest):
            self._mark(cue.start, rest)
        self.topic, self.affirmed = rest, False
        later = at + 1
        while later < len(self.found) and self.found[later].start < rest:
            later += 1
        return len(self.found) if self._alone(rest) else later

    def _excepted(self, cue: Cue) -> None:
        if not is_light(self.plain, self.topic, cue.start):
            if not self._affirms_excepted(self.topic, cue.end):
                self._mark(self.topic, cue.end)
        elif self.reader.before is not None and self.clause.divider != "full":
            self._mark(self.reader.before.start, self.reader.before.end)

    def _affirms_excepted(self, start: int, rest: int) -> bool:
        """除了 X 还会 Y, 除了 X 什么都不会, 什么都不会除了 X."""
        after_all = self.reader.nothing_else >= 0 and not self.plain[self.reader.nothing_else : start].strip(",， ")
        inclusive = pattern("inclusive").match(self.plain, rest) is not None
        return after_all or inclusive or self._alone(rest)

    def _alone(self, rest: int) -> bool:
        return pattern("exclusive").match(self.plain, rest) is not None

    def _mark(self, start: int, end: int) -> None:
        condition = pattern("conditions").search(self.plain, self.clause.start, end)
        self.reader.mark(start, end, UNCLEAR if condition else DENIED)
