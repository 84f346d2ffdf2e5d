"""What can go wrong, drawn as one tree; only api/ knows exit codes and HTTP statuses.

LaborError
├── BadInput            a file, a field or a parameter is wrong, and the message says which and what to do
│   ├── UnknownRegion
│   └── UnreadableFile
├── NotSignedIn         nobody knows who asks
├── NotAllowed          whoever asks has not the right to it
│   └── FirstDoThis     not before they have changed their password or set up their second factor (``address``)
├── NotFound            no such worker, posting, plan …
├── NoPlan              there is no plan to hand over
│   ├── NothingToPlan   nobody to place, or nowhere to go (``details``)
│   ├── Infeasible      pins and budget clash (``details`` name a smallest set)
│   └── EndedTooEarly   time or signal came before any plan
├── AuditFailed         a plan breaks a rule; it must not leave the engine
├── StepRefused         the round's life does not allow this step now (``details``)
│   └── AskTwice        unlikely and hard to undo: done when said a second time
└── NotTrained          no model stands ready
"""

from __future__ import annotations

from collections.abc import Sequence


class LaborError(Exception):
    """Any error of the trade; its text is a sentence a dispatcher can act on, ``details`` what it lists one by one."""

    details: tuple[str, ...] = ()


class BadInput(LaborError):
    """Input that cannot be used; the text says where and what to do."""


class UnknownRegion(BadInput):
    """A region code or name the code table does not hold."""


class UnreadableFile(BadInput):
    """A file that is not what its name claims, is too large, or is damaged."""


class NotSignedIn(LaborError):
    """Nobody knows who asks: no session, no token, or one that is over."""


class NotAllowed(LaborError):
    """The role of whoever asks does not hold the right."""


class FirstDoThis(NotAllowed):
    """Something of one's own account comes first: it is done at ``address``."""

    def __init__(self, message: str, address: str) -> None:
        super().__init__(message)
        self.address = address


class NotFound(LaborError):
    """Nothing in the registers has this number."""


class NoPlan(LaborError):
    """No plan can be handed over."""


class NothingToPlan(NoPlan):
    """The window holds no worker or no posting; ``details`` say what the registers hold and what to do."""

    def __init__(self, message: str, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = tuple(details)


class Infeasible(NoPlan):
    """Pins and budget clash; ``details`` are a smallest set of requirements that cannot hold together."""

    def __init__(self, message: str, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = tuple(details)


class EndedTooEarly(NoPlan):
    """Time ran out, or a signal came, before there was any plan."""


class AuditFailed(LaborError):
    """The independent audit found a broken rule: ``rule`` names it, the text says where."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(f"{rule}: {message}")
        self.rule = rule


class StepRefused(LaborError):
    """The round's life does not allow this step now; ``details`` list every obstacle."""

    def __init__(self, message: str, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = tuple(details)


class AskTwice(StepRefused):
    """Unlikely, and hard to undo: done only when whoever asks says a second time that it is meant."""


class NotTrained(LaborError):
    """No trained model stands ready for this use."""
