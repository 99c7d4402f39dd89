"""Merges of two records of one person, and what taking them back needs."""

import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import CODE, Base, Code, Key


class ClientMerge(Base):
    """One record of a person that became part of another one's.

    Numbers and codes of both are told, and refer to nothing: the vanished one is gone, and the one that was kept may
    itself become part of another. journal: the vanished record, what moved and what was replaced, as
    `vettrak_api.rules.merging.journal` writes it; null once it has been forgotten, after which nobody can take the
    merge back. It holds personal data.
    """

    __tablename__ = "client_merge"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    vanished_id: Mapped[int] = mapped_column(Key, index=True)
    vanished_code: Mapped[str] = mapped_column(Code(CODE), index=True)
    kept_id: Mapped[int] = mapped_column(Key, index=True)
    kept_code: Mapped[str] = mapped_column(Code(CODE))
    merged_at: Mapped[datetime.datetime] = mapped_column(index=True)
    merged_by: Mapped[str] = mapped_column(Code(20))
    undone_at: Mapped[datetime.datetime | None]
    undone_by: Mapped[str | None] = mapped_column(Code(20))
    journal: Mapped[dict[str, Any] | None]
