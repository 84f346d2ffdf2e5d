"""How long planning is let think where nobody says."""

from typing import Final

USUAL_TIME_LIMIT_S: Final = 60.0
