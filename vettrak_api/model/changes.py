"""The change log: what was written by whom, when it was committed, what was deleted, and the seals that guard it."""

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
    why it went; a deletion without identifier is not told to clients.

    old_values and new_values: what the members of an update had and have, what a deleted row had, as JSON objects by
    column, where they are nobody's personal data. Those that are stand in `secret`, enciphered by the key `key_id`
    (`PersonKey`). An insert has neither: what a new row began with is told by its first changes, or by the row itself.
    """

    __tablename__ = "change_log"
    __table_args__ = (
        Index("ix_change_log_table_name_record_id", "table_name", "record_id"),
        Index("ix_change_log_table_name_stamp", "table_name", "stamp"),
        # Whether a code was somebody's who is gone.
        Index("ix_change_log_table_name_identifier", "table_name", "identifier"),
        Index("ix_change_log_request", "request"),
        Index("ix_change_log_key_id", "key_id"),
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
    key_id: Mapped[int | None] = mapped_column(BigInteger)
    secret: Mapped[str | None] = mapped_column(LongText)


class PersonKey(Base):
    """A key that enciphers former values of one person: who deletes it has made them unreadable for good.

    owner_table and owner_id: whose it is; one may have several, each of which is used for some weeks. id: random, so
    that nobody waits for a number. wrapped: the key itself, enciphered by the installation's key; wrapped_by: the
    fingerprint of that one. made: UTC milliseconds.
    """

    __tablename__ = "person_key"
    __table_args__ = (
        Index("ix_person_key_owner_table_owner_id", "owner_table", "owner_id"),
        Index("ix_person_key_made", "made"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    owner_table: Mapped[str] = mapped_column(Code(40))
    owner_id: Mapped[int] = mapped_column(BigInteger)
    made: Mapped[int] = mapped_column(BigInteger)
    wrapped: Mapped[str] = mapped_column(Code(200))
    wrapped_by: Mapped[str] = mapped_column(Code(16))


class AuditSeal(Base):
    """A link of the chain that guards the change log: the digests of its rows of some numbers, in order.

    first_row and last_row: the numbers that it covers; covered: how many rows of them there were. leaves: by row, its
    distance from the one before and its digest; null once the rows have been purged (purged_at). leaves_digest: of that
    text.
    digest: of all this and of `previous`, the digest of the seal before. mac: the digest signed by the installation's
    key of the fingerprint mac_key; null when there was none. until: the latest stamp of the rows. Moments are UTC
    milliseconds.
    """

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    first_row: Mapped[int] = mapped_column(BigInteger)
    last_row: Mapped[int] = mapped_column(BigInteger)
    covered: Mapped[int]
    until: Mapped[int] = mapped_column(BigInteger)
    leaves: Mapped[str | None] = mapped_column(LongText)
    leaves_digest: Mapped[str] = mapped_column(Code(64))
    previous: Mapped[str] = mapped_column(Code(64))
    digest: Mapped[str] = mapped_column(Code(64))
    mac: Mapped[str | None] = mapped_column(Code(64))
    mac_key: Mapped[str | None] = mapped_column(Code(16))
    sealed_at: Mapped[int] = mapped_column(BigInteger)
    purged_at: Mapped[int | None] = mapped_column(BigInteger)
