"""What each error of the trade means outside: an HTTP status, an exit code, and what to do."""

from __future__ import annotations

from typing import Final

from labor import errors

STATUS_OF: Final[dict[type[errors.LaborError], int]] = {
    errors.UnreadableFile: 415,
    errors.UnknownRegion: 422,
    errors.BadInput: 422,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Infeasible: 409,
    errors.EndedTooEarly: 409,
    errors.NothingToPlan: 409,
    errors.NoPlan: 409,
    errors.AuditFailed: 500,
    errors.StepRefused: 409,
    errors.NotTrained: 409,
    errors.LaborError: 500,
}

# The same numbers docs/formats.md gives `gongqiao solve`; 5 and 6 exist for the other commands only.
EXIT_CODE_OF: Final[dict[type[errors.LaborError], int]] = {
    errors.BadInput: 2,
    errors.Infeasible: 3,
    errors.EndedTooEarly: 4,
    errors.NothingToPlan: 4,
    errors.NoPlan: 4,
    errors.AuditFailed: 5,
    errors.NotSignedIn: 6,
    errors.NotAllowed: 6,
    errors.NotFound: 6,
    errors.StepRefused: 6,
    errors.NotTrained: 6,
    errors.LaborError: 1,
}


def status_of(error: errors.LaborError) -> int:
    """The HTTP status of the nearest ancestor in the table."""
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)


def exit_code_of(error: errors.LaborError) -> int:
    """The exit code of the nearest ancestor in the table."""
    return next(EXIT_CODE_OF[kind] for kind in type(error).__mro__ if kind in EXIT_CODE_OF)


def details_of(error: errors.LaborError) -> tuple[str, ...]:
    """The obstacles or the clash an error lists, if it does."""
    return tuple(getattr(error, "reasons", ())) or tuple(getattr(error, "clash", ()))
