"""The life of a round: its steps, what blocks them, offers and answers, changes by hand, placements."""

from data.rounds.lifecycle import obstacles, step, steps_open, warnings
from data.rounds.stages import STEPS, Signature, round_of

__all__ = ["STEPS", "Signature", "obstacles", "round_of", "step", "steps_open", "warnings"]
