"""What the database knows of the servers that run on it: who does the background work, and what migrations meant."""

from sqlalchemy import BigInteger
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
