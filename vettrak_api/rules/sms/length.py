"""How many messages a text takes on its way to a mobile phone (3GPP TS 23.038 and 23.040).

A text of the GSM alphabet has 160 characters in one message, or 153 in each of several, which carry a header; those of
the alphabet's extension count twice. Any other text is sent as UCS-2: 70 or 67 units of UTF-16, of which an emoji takes
two. No character is split between two messages.
"""

from collections.abc import Iterable

from vettrak_api.model.base import size_of

BASIC = frozenset(
    "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5"
    "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9"
    " !\"#\u00a4%&'()*+,-./0123456789:;<=>?"
    "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
    "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0"
)
EXTENSION = frozenset("\f^{}\\[~]|\u20ac")
"""Sent as two: an escape and a character."""

GSM_ALONE, GSM_EACH = 160, 153
UCS2_ALONE, UCS2_EACH = 70, 67

MOST_PARTS = 10


def parts_of(text: str) -> int:
    """Return how many messages a text takes: 1 for an empty one."""
    if all(character in BASIC or character in EXTENSION for character in text):
        return _filled([2 if character in EXTENSION else 1 for character in text], GSM_ALONE, GSM_EACH)
    return _filled([size_of(character) for character in text], UCS2_ALONE, UCS2_EACH)


def _filled(sizes: list[int], alone: int, each: int) -> int:
    return 1 if sum(sizes) <= alone else _count(sizes, each)


def _count(sizes: Iterable[int], each: int) -> int:
    parts, taken = 1, 0
    for size in sizes:
        if taken + size > each:
            parts, taken = parts + 1, 0
        taken += size
    return parts
