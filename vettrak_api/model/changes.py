"""The change log: what was written by whom, when it was committed, and what was deleted."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, LongText, Words

INSERT, UPDATE, DELETE = "insert", "update", "delete"
"""What may be done to a row."""


class Change(Base):
    """One row written by one transaction: which table and record, how, when, by whom and through which operation.

    stamp: UTC milliseconds since 1970, taken last before the commit, which follows within the setting
    commit_timeout_seconds or not at all. So whoever has seen all that was committed at a moment will find what was
    not under a stamp later than that moment less that time. The numbers (`id`) tell no such thing: they are given when
    rows are inserted, and a later one may be committed earlier.

    request: names the call or page that wrote, the same in all its changes. members: the columns that an update
    changed, one per line; null for other actions. identifier and reason: what clients know a deleted record by, and
    why it went; a deletion without identifier is not told to clients. old_values and new_values: JSON objects by
    column, for audits; nothing writes them yet, since most values are personal data.
    """

    __tablename__ = "change_log"
    __table_args__ = (
        Index("ix_change_log_table_name_record_id", "table_name", "record_id"),
        Index("ix_change_log_table_name_stamp", "table_name", "stamp"),
        # Whether a code was somebody's who is gone.
        Index("ix_change_log_table_name_identifier", "table_name", "identifier"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    stamp: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str | None] = mapped_column(Code(20))
    operation: Mapped[str | None] = mapped_column(Code(60))
    request: Mapped[str | None] = mapped_column(Code(32))
    table_name: Mapped[str] = mapped_column(Code(40))
    record_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(Code(6))
    identifier: Mapped[str | None] = mapped_column(Code(20))
    reason: Mapped[str | None] = mapped_column(Words(2000))
    members: Mapped[str | None] = mapped_column(LongText)
    old_values: Mapped[str | None] = mapped_column(LongText)
    new_values: Mapped[str | None] = mapped_column(LongText)
