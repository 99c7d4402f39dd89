"""How words that people search for match names and texts: case, hyphens and underscores do not count."""

from collections.abc import Iterator, Sequence

LONGEST = 100
"""Characters of a search; the rest is not looked for."""

MOST_WORDS = 8


def words_of(asked: str) -> tuple[str, ...]:
    """Return the words of a search, folded: `E-mail GetClient` are email and getclient."""
    folded = (folded_text(word) for word in asked[:LONGEST].split())
    return tuple(word for word in folded if word)[:MOST_WORDS]


def folded_text(text: str) -> str:
    """Return a text as searches compare it."""
    return text.casefold().replace("-", "").replace("_", "")


def split_by_words(text: str, words: Sequence[str]) -> list[str]:
    """Cut a text so that every second part is one of the words, however it is hyphenated there."""
    folded, places = "", []
    for place, character in enumerate(text):
        part = folded_text(character)
        folded += part
        places += [place] * len(part)
    parts, end = [], 0
    for start, stop in _spans(folded, sorted(words, key=len, reverse=True)):
        beginning, ending = places[start], places[stop - 1] + 1
        if beginning >= end:
            parts += [text[end:beginning], text[beginning:ending]]
            end = ending
    return [*parts, text[end:]]


def _spans(folded: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return where words stand, the longest of those that begin at the same place, none within another."""
    at = 0
    while at < len(folded):
        found = next((len(word) for word in words if folded.startswith(word, at)), 0)
        if found:
            yield at, at + found
        at += found or 1
