"""What the database knows of the servers that run on it: who does the background work, and what migrations meant."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, Words


class BackgroundDuty(Base):
    """Which process does the background work, in one row.

    holder: the random name that a process gave itself; blank when nobody does it. beats: counted up by the holder every
    few seconds, so that others see that it lives without comparing clocks. cleaned: when old tokens, log-ins and
    messages were deleted last, in UTC milliseconds; 0 is never.
    """

    __tablename__ = "background_duty"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(Code(32), default="")
    beats: Mapped[int] = mapped_column(BigInteger, default=0)
    cleaned: Mapped[int] = mapped_column(BigInteger, default=0)


class LastWriter(Base):
    """Who has committed last where several nodes write (`vettrak_api.database.galera`), in one row.

    node: the node's name; blank when nobody has. commits: how many there were. since: with which of them the node has
    followed another one.
    """

    __tablename__ = "last_writer"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    node: Mapped[str] = mapped_column(Words(200), default="")
    commits: Mapped[int] = mapped_column(BigInteger, default=0)
    since: Mapped[int] = mapped_column(BigInteger, default=0)


class SchemaRevision(Base):
    """A revision that the tables went through, for servers that are older than it and do not know it.

    expands: whether a server that does not know it works all the same. reason: why it does not; blank when it does.
    Revisions before 0017 are not told.
    """

    __tablename__ = "schema_revision"

    revision: Mapped[str] = mapped_column(Code(4), primary_key=True)
    expands: Mapped[bool]
    reason: Mapped[str] = mapped_column(Words(200), default="")


class Maintenance(Base):
    """Who imports much data now, in one row: until it is done servers answer nobody.

    holder: the random name that the import gave itself; blank when there is none. beats: counted up by the holder every
    few seconds, so that others see that it lives without comparing clocks.
    """

    __tablename__ = "maintenance"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(Code(32), default="")
    beats: Mapped[int] = mapped_column(BigInteger, default=0)


class CallFailure(Base):
    """Calls of one integration that were refused or failed alike: what the set-up pages and support ask about.

    digest: of integration, operation, kind and message, by which repeats are found. integration: the code of who
    called, or of whose token or log-in was refused; `-` for calls of which nobody knows. message: our own words, with
    `<...>` for what they quote; blank where nothing but the kind of the error may be kept. status: Status of the
    answer, null for the curriculum API. times: how often, from first to last (UTC milliseconds). request and address:
    of the last one.
    """

    __tablename__ = "call_failure"
    __table_args__ = (
        Index("ix_call_failure_integration_last", "integration", "last"),
        Index("ix_call_failure_last", "last"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(Code(64), unique=True)
    integration: Mapped[str] = mapped_column(Code(20))
    operation: Mapped[str] = mapped_column(Code(60))
    outcome: Mapped[str] = mapped_column(Code(10))
    kind: Mapped[str] = mapped_column(Code(40))
    status: Mapped[int | None]
    message: Mapped[str] = mapped_column(Words(400))
    times: Mapped[int]
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
    request: Mapped[str] = mapped_column(Code(32))
    address: Mapped[str] = mapped_column(Code(45))
