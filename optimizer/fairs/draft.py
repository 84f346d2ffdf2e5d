"""A plan in the making: talks put in and taken out one at a time, with every rule kept; hours are bits of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from optimizer.fairs.fair import Fair, Talks


class FairDraft:
    """Talks by person as {pair: slot}; what is free of people and booths, one bit a slot."""

    def __init__(self, fair: Fair, talks: Talks) -> None:
        self.fair = fair
        self.person: list[int] = fair.pairs.person.tolist()
        self.booth: list[int] = fair.pairs.booth.tolist()
        self.steps: list[list[int]] = fair.steps.tolist()
        self.free = bits_of(fair.people.free)
        self.open = bits_of(fair.booths.open & (fair.booths.interviewers > 0)[:, None])
        self.left: list[list[int]] = np.repeat(fair.booths.interviewers[:, None], fair.slots, axis=1).tolist()
        self.most: list[int] = fair.people.most.tolist()
        self.booth_left: list[int] = fair.booths.most.tolist()
        self.held: list[dict[int, int]] = [{} for _ in range(len(fair.people))]
        self.fixed = set(fair.fixed.pair.tolist())
        self.near = [
            [_window(slot - steps + 1, slot + steps, fair.slots) for slot in range(fair.slots)]
            for steps in range(int(fair.steps.max(initial=1)) + 1)
        ]
        for pair, slot in zip(talks.pair.tolist(), talks.slot.tolist(), strict=True):
            self.put(pair, slot)

    def hours(self, pair: int) -> int:
        """The slots this person and booth could still use, as bits."""
        person, booth = self.person[pair], self.booth[pair]
        held = self.held[person]
        if len(held) >= self.most[person] or pair in held or self.booth_left[booth] <= 0:
            return 0
        return self.free[person] & self.open[booth] & ~self.blocked(person, booth)

    def blocked(self, person: int, booth: int) -> int:
        """The slots too near to the person's other talks."""
        steps, bits = self.steps[booth], 0
        for other, slot in self.held[person].items():
            bits |= self.near[steps[self.booth[other]]][slot]
        return bits

    def put(self, pair: int, slot: int) -> None:
        """Hold a talk."""
        booth = self.booth[pair]
        self.held[self.person[pair]][pair] = slot
        self.booth_left[booth] -= 1
        self.left[booth][slot] -= 1
        if not self.left[booth][slot]:
            self.open[booth] &= ~(1 << slot)

    def take(self, pair: int) -> int:
        """No longer hold a talk; its slot."""
        booth = self.booth[pair]
        slot = self.held[self.person[pair]].pop(pair)
        self.booth_left[booth] += 1
        self.left[booth][slot] += 1
        self.open[booth] |= 1 << slot
        return slot

    def talks(self) -> Talks:
        """What is held, in order of person and pair."""
        found = [(pair, held[pair]) for held in self.held for pair in sorted(held)]
        both = np.array(found, dtype=np.int64).reshape(-1, 2)
        return Talks(both[:, 0].copy(), both[:, 1].copy())


def fill(draft: FairDraft, pairs: Iterable[int], most: int) -> None:
    """Hold each of these pairs at its first free slot, as long as its person has fewer than ``most`` talks."""
    for pair in pairs:
        if len(draft.held[draft.person[pair]]) < most and (hours := draft.hours(pair)):
            draft.put(pair, (hours & -hours).bit_length() - 1)


def bits_of(rows: np.ndarray) -> list[int]:
    """Each row of truths as one number."""
    width = rows.shape[1]
    packed = np.packbits(rows, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") & ((1 << width) - 1) for row in packed]


def _window(first: int, end: int, slots: int) -> int:
    """Bits first .. end - 1, as far as they are slots."""
    first, end = max(0, first), min(slots, end)
    return ((1 << max(0, end - first)) - 1) << first


def rows_of(hours: Sequence[int], slots: int) -> np.ndarray:
    """Numbers as rows of truths, one column a slot."""
    width = (slots + 7) // 8
    packed = np.frombuffer(b"".join(one.to_bytes(width, "little") for one in hours), dtype=np.uint8)
    return np.unpackbits(packed.reshape(-1, width), axis=1, bitorder="little")[:, :slots].astype(np.bool_)
