"""The trail of changes: what was written by whom, and what was deleted."""

import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, Words


class Change(Base):
    """One row written by one call: which table and record, how, when, by whom and through which operation.

    Values are not kept: they are personal data, and the audit needs who and when.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_table_name_record_id", "table_name", "record_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime.datetime]
    by: Mapped[str | None] = mapped_column(Code(20))
    operation: Mapped[str | None] = mapped_column(Code(60))
    table_name: Mapped[str] = mapped_column(Code(40))
    record_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(Code(6))


class Deletion(Base):
    """A record that was deleted, as GetDeletedRecordsSince tells it: kind such as CLIENT, and its identifier."""

    __tablename__ = "deletion"
    __table_args__ = (
        Index("ix_deletion_kind_at", "kind", "at"),
        # Whether a code was somebody's who is gone.
        Index("ix_deletion_kind_identifier", "kind", "identifier"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Code(20))
    identifier: Mapped[str] = mapped_column(Code(20))
    at: Mapped[datetime.datetime]
    by: Mapped[str | None] = mapped_column(Code(20))
    reason: Mapped[str | None] = mapped_column(Words(2000))
