"""The clock on the wall, and days that stand for something else than a day."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import Final

NO_END: Final = date(9999, 12, 31)  # a paper without end (长期), told from one whose end nobody wrote down
CHINA: Final = timezone(timedelta(hours=8), "CST")  # one zone for the whole country, no summer time since 1991
