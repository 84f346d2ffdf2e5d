"""The picture of the tables is the picture of today's tables."""

from __future__ import annotations

from scripts.draw_tables import OUT, drawn


def test_the_drawing_in_the_docs_is_current() -> None:
    assert OUT.read_text(encoding="utf-8") == drawn(), "run: python -m scripts.draw_tables"
