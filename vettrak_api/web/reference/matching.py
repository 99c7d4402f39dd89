"""How words that people search for match names and texts: case, hyphens and underscores do not count."""

import re
from collections.abc import Sequence

LONGEST = 100
"""Characters of a search; the rest is not looked for."""

MOST_WORDS = 8

_JOINTS = "[-_]?"


def words_of(asked: str) -> tuple[str, ...]:
    """Return the words of a search, folded: `E-mail GetClient` are email and getclient."""
    folded = (folded_text(word) for word in asked[:LONGEST].split())
    return tuple(word for word in folded if word)[:MOST_WORDS]


def folded_text(text: str) -> str:
    """Return a text as searches compare it."""
    return text.casefold().replace("-", "").replace("_", "")


def split_by_words(text: str, words: Sequence[str]) -> list[str]:
    """Cut a text so that every second part is one of the words, however it is hyphenated there."""
    if not words:
        return [text]
    patterns = (_JOINTS.join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))
    return re.split(f"({'|'.join(patterns)})", text, flags=re.IGNORECASE)
