"""Alembic's entry; the connection and the metadata are handed over by data.database.migrate."""

from alembic import context

from data.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a column by copying its table
    compare_type=True,
    render_item=context.config.attributes.get("render_item"),
)
with context.begin_transaction():
    context.run_migrations()
