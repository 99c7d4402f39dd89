"""With what an operation's list grows, and what in a call bounds it: lists come whole, so callers have to know.

The head's table `growth` says it in words for each kind of list; an operation's `grows_with` names the kind, and its
`bounded_by` the parameters that a caller makes the list shorter with.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

CODES = "codes"
"""The kind of lists that are as long as they are, whoever asks."""

UNBOUNDED = frozenset({CODES, "offers", "untaken"})
"""Kinds of lists that no parameter need bound: they stay short."""


def growth_sentence(grows_with: str, bounded_by: Sequence[str], growth: Mapping[str, str]) -> str:
    """Say with what a list grows and what bounds it, for those who call; blank for an operation that lists nothing."""
    if not grows_with:
        return ""
    grows = f"The list comes whole and grows with {growth[grows_with]}."
    if not bounded_by:
        return grows
    *others, last = bounded_by
    named = f"{', '.join(others)} and {last} bound it" if others else f"{last} bounds it"
    return f"{grows} {named}."


def growth_problems(
    entry: Mapping[str, Any], growth: Mapping[str, str], types: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Yield what is wrong with what an operation says of its list; each that only reads a list has to say it."""
    name, kind, bounds = entry["name"], entry.get("grows_with"), entry.get("bounded_by", [])
    if (kind is not None) != _only_lists(entry, types):
        yield f"{name}: operations that list something, and they alone, say with what the list grows"
    elif kind is not None and kind not in growth:
        yield f"{name}: grows_with {kind} is none of {', '.join(growth)}"
    elif kind == CODES and bounds:
        yield f"{name}: a list of codes is bounded by nothing"
    elif kind is not None and kind not in UNBOUNDED and not bounds:
        yield f"{name}: nothing is told that bounds a list which grows with {kind}"
    order = [parameter["name"] for parameter in entry["params"][1:]]
    if list(bounds) != [parameter for parameter in order if parameter in bounds]:
        yield f"{name}: bounded_by names no parameters, or not in their order"


def _only_lists(entry: Mapping[str, Any], types: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether an operation reads, and what it answers beside the outcome is a list."""
    members = types[entry["result"]]["fields"] if entry["result"] in types else []
    return not entry["writes"] and any(member["type"].startswith("List<") for member in members)
