"""Draws the tables and what refers to what as a Mermaid diagram into docs/tables.md.

python -m scripts.draw_tables
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Table

from data.privacy import Encrypted
from data.tables import Base, Tenant

OUT = Path(__file__).parents[1] / "docs" / "tables.md"
HEAD = """# Tables

Drawn by `python -m scripts.draw_tables` from data/tables/; a test keeps it current. A line leads from a table to the
rows that belong to it; sealed columns (AES-GCM) are listed below. Each row belongs to one tenant (`tenant_id`, not
drawn), but for those of {common}, which are common to all (docs/tenants.md).

"""


def drawn() -> str:
    """The whole page."""
    tables = Base.metadata.sorted_tables
    lines = ["```mermaid", "erDiagram"]
    lines += sorted({line for table in tables for line in _references(table)})
    lines += ["```", "", "| table | what is sealed |", "| --- | --- |"]
    for table in tables:
        sealed = [column.name for column in table.columns if isinstance(column.type, Encrypted)]
        if sealed:
            lines.append(f"| {table.name} | {', '.join(sealed)} |")
    common = ", ".join(f"`{table.name}`" for table in tables if "tenant_id" not in table.c)
    return HEAD.format(common=common) + "\n".join(lines) + "\n"


def _references(table: Table) -> list[str]:
    found = []
    for key in table.foreign_keys:
        owner = key.column.table.name
        if owner == Tenant.__tablename__:
            continue
        found.append(f"    {owner} ||--o{{ {table.name} : {key.parent.name}")
    return found


if __name__ == "__main__":
    OUT.write_text(drawn(), encoding="utf-8")
