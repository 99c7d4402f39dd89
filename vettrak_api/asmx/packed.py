"""Answers that are too long to be held as a text: they are written by portions, and packed while they are."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

_GZIP = 31
"""zlib's number for a stream with gzip's header."""

_QUICKLY = 1


@runtime_checkable
class Portioned(Protocol):
    """A list that gives its objects by portions, since it is too long to be held as objects."""

    def in_portions(self) -> Iterable[Sequence[Any]]:
        """Give the objects, some at once."""


@dataclass(frozen=True)
class Packed:
    """The body of an answer, kept in gzip; it is sent so, or unpacked little by little as it is sent."""

    chunks: Sequence[bytes]
    length: int
    """Bytes of the body, unpacked."""
    sent_packed: bool = False

    def __len__(self) -> int:
        """Bytes that are sent."""
        return sum(map(len, self.chunks)) if self.sent_packed else self.length

    def __iter__(self) -> Iterator[bytes]:
        """What is sent, in parts."""
        if self.sent_packed:
            yield from self.chunks
            return
        unpack = zlib.decompressobj(_GZIP)
        for chunk in self.chunks:
            part = unpack.decompress(chunk)
            if part:
                yield part
        rest = unpack.flush()
        if rest:
            yield rest

    def as_gzip(self) -> Packed:
        """The same body to be sent as it is kept."""
        return replace(self, sent_packed=True)


def pack(pieces: Iterable[str]) -> Packed:
    """Pack the pieces of a text, each as it comes."""
    squeeze = zlib.compressobj(_QUICKLY, zlib.DEFLATED, _GZIP)
    chunks: list[bytes] = []
    length = 0
    for piece in pieces:
        data = piece.encode()
        length += len(data)
        chunk = squeeze.compress(data)
        if chunk:
            chunks.append(chunk)
    chunks.append(squeeze.flush())
    return Packed(chunks, length)
