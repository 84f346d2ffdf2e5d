"""Days that stand for something else than a day."""

from __future__ import annotations

from datetime import date
from typing import Final

NO_END: Final = date(9999, 12, 31)  # a paper without end (长期), told from one whose end nobody wrote down
