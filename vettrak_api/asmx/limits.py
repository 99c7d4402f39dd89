"""How much one request may bring: everything beyond is refused before it costs time or memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one request; the defaults are ASMX's own body size and what trusted SOAP stacks allow."""

    body: int = 4 * 1024 * 1024
    """Bytes of the HTTP body, after chunks are joined (ASP.NET's default: 4,096 KB)."""
    depth: int = 64
    """Elements inside one another, the Envelope being the first."""
    elements: int = 100_000
    """Elements in the whole message."""
    attributes: int = 64
    """Attributes of one element."""
    attribute: int = 8 * 1024
    """Characters of one attribute's value."""
    name: int = 256
    """Characters of an element's or attribute's name, without its namespace."""
    namespace: int = 1024
    """Bytes of a namespace's name as it is written. Every name that uses it holds it whole."""
    names: int = 12 * 1024 * 1024
    """Characters of all names in the message together, each with its namespace: a short message may have long ones."""
