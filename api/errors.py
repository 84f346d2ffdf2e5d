"""What goes wrong, told outside: an HTTP status, an exit code, and for a full disk or a lost database what to do."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import DBAPIError

from labor import errors
from labor.words import Bilingual

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


@dataclass(frozen=True, slots=True)
class Trouble:
    """An HTTP status and what to do; nothing was changed."""

    status: int
    words: Bilingual

    def __str__(self) -> str:
        return f"{self.words.zh} / {self.words.en}"


FULL: Final = Trouble(
    507,
    Bilingual(
        "磁盘满了，这一步没有保存；请腾出空间后再试，已有的数据都在",
        "the disk is full and this step was not kept: free some space and try again; what was there is still there",
    ),
)
BUSY: Final = Trouble(
    503,
    Bilingual(
        "数据库正忙（多半有大文件在导入），这一步没有保存；请过一会儿再试",
        "the database is busy (most likely with a large import) and this step was not kept: try again in a while",
    ),
)
DAMAGED: Final = Trouble(
    503,
    Bilingual(
        "数据库文件损坏或不是数据库，没有改动；请从备份恢复",
        "the database file is damaged or is no database, nothing was changed: bring back a backup",
    ),
)
READ_ONLY: Final = Trouble(
    503,
    Bilingual(
        "没有权限写入数据所在的文件夹，没有保存；请检查文件夹的权限",
        "no right to write where the data is, nothing was kept: check the rights of the folder",
    ),
)
AWAY: Final = Trouble(
    503,
    Bilingual(
        "连不上数据库，没有保存；请检查数据库是否开着、地址和密码是否正确",
        "the database cannot be reached, nothing was kept: check that it runs, its address and its password",
    ),
)

_OF_SQLITE: Final = {
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": FULL,  # what a quota or a file size limit looks like from inside
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
}
# PostgreSQL, appendix A: classes and codes of SQLSTATE.
_OF_POSTGRES: Final = {
    "53100": FULL, "53": BUSY, "55P03": BUSY, "40": BUSY, "57": AWAY, "08": AWAY, "28": AWAY, "3D": AWAY,
    "25006": READ_ONLY, "42501": READ_ONLY, "XX001": DAMAGED, "XX002": DAMAGED,
}  # fmt: skip
_OF_FILES: Final = {
    errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL,
    errno.EACCES: READ_ONLY, errno.EPERM: READ_ONLY, errno.EROFS: READ_ONLY,
}  # fmt: skip


def trouble_of(error: BaseException) -> Trouble | None:
    """The trouble behind an error, None where it is a fault of ours."""
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, OSError):
        return _OF_FILES.get(error.errno or 0)
    return None


def _of_database(error: DBAPIError) -> Trouble | None:
    name = getattr(error.orig, "sqlite_errorname", None)
    if name:
        return next((found for code, found in _OF_SQLITE.items() if name.startswith(code)), None)
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return _OF_POSTGRES.get(state) or _OF_POSTGRES.get(state[:2])
    return AWAY if error.connection_invalidated or type(error).__name__ == "OperationalError" else None
