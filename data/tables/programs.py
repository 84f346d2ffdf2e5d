"""What programs that ask by the interface leave here: the first answers to their requests, for a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base


class FirstAnswer(Base):
    """The answer to a request sent under a key of the sender's own; without ``answer`` it is not known yet."""

    __tablename__ = "first_answers"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the sender and their key
    request_hash: Mapped[str] = mapped_column(String(64))
    begun: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str | None] = mapped_column(Encrypted("first_answers.answer"))  # JSON: status, headers, body
