"""Lists without a bound of their own, which a server's memory may not hold as rows: they are kept packed, by portions.

A million clients are 400 MB as rows, and 20 MB packed. One statement finds them all, so that they are of one moment.
"""

import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select

from vettrak_api.model.statements import Reader, connection_of

PORTION = 1_000
"""Rows that are packed and unpacked at once."""

QUICKLY = 1
"""zlib's level: the best one halves what this leaves, in ten times the time."""


class Portions:
    """A list of rows, packed; it is read as often as is wanted."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = tuple(labels)
        self._packed: list[bytes] = []
        self._length = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Put rows behind those that are there."""
        self._packed.append(zlib.compress(pickle.dumps([tuple(row) for row in rows]), QUICKLY))
        self._length += len(rows)

    def __len__(self) -> int:  # noqa: D105
        return self._length

    def __iter__(self) -> Iterator[Any]:  # noqa: D105
        for portion in self.in_portions():
            yield from portion

    def in_portions(self) -> Iterator[Sequence[Any]]:
        """Yield the rows in portions: tuples, whose labels are `_fields`."""
        make = _row(self._labels)
        for packed in self._packed:
            yield [make(values) for values in pickle.loads(zlib.decompress(packed))]  # noqa: S301 - our own rows


def read_in_portions(
    reader: Reader,
    statement: Select[*tuple[Any, ...]],
    values: Mapping[str, Any],
    keep: Callable[[Row[*tuple[Any, ...]]], bool] | None = None,
) -> Sequence[Any] | Portions:
    """Return what a statement finds: the rows, or `Portions` when they are many; `keep` tells which of them count.

    The driver hands the rows over little by little.
    """
    connection = reader if isinstance(reader, Connection) else connection_of(reader)
    # PostgreSQL's own cursor of this kind needs a transaction, which readers have not; its driver makes the rows, which
    # are what is large, of what has arrived only when they are fetched.
    streams = connection.dialect.name != "postgresql"
    # Past the kept constants, which fetch all rows at once.
    result = Connection.execute(
        connection, statement, values, execution_options={"stream_results": True} if streams else None
    )
    found: list[Any] = []
    packed: Portions | None = None
    for rows in result.partitions(PORTION):
        found.extend(rows if keep is None else filter(keep, rows))
        if len(found) > PORTION:
            packed = packed or Portions(tuple(result.keys()))
            packed.add(found)
            found = []
    if packed is None:
        return found
    if found:
        packed.add(found)
    return packed


@cache
def _row(labels: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """Return the class of tuples with these labels; one for each set of them, since the wire remembers classes."""
    return type("Row", (tuple,), {"_fields": labels, "__slots__": ()})
