"""The other process of :mod:`api.office.large_files`: one file looked at or brought in, and the answer written out."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from typing import Any, BinaryIO, Final

from api.office import importing, uploads
from api.office.large_files import FileErrand
from data.database import connect
from data.database.tenants.register import of_tenant

BEHIND_PAGES: Final = 10  # of the processors pages have the first choice


def main(errand: FileErrand) -> Any:
    """Do it: a preview, or the number of the import."""
    engine = of_tenant(connect(errand.database), errand.tenant)
    upload = uploads.find(errand.folder, errand.token)
    if errand.look:
        return importing.preview_here(engine, upload, kind=errand.kind)
    desk = importing.Desk(engine, errand.today, errand.by, errand.unit)
    return importing.bring_in_upload(upload, errand.form, desk).tallies[0].import_id


def _answer(errand: FileErrand) -> tuple[bool, Any]:
    try:
        return True, main(errand)
    except Exception as error:  # told on the other side, as if it had happened there
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        except Exception:
            return False, RuntimeError(f"{type(error).__name__} while a large file was brought in")
        return False, error


def _leave_with(server: BinaryIO) -> None:
    """The channel closes with the server: nobody waits for the answer any more."""
    server.read()
    os._exit(1)


if __name__ == "__main__":
    os.nice(BEHIND_PAGES)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    asked = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    threading.Thread(target=_leave_with, args=(sys.stdin.buffer,), daemon=True).start()
    answers.write(pickle.dumps(_answer(asked)))
    answers.close()
    os._exit(0)
