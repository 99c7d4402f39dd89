"""Which wire types refer to which: what must be declared first, and what a value of a type may hold."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

from vettrak_api.catalogue.loader import WireType


def referred_first(types: Mapping[str, WireType]) -> Iterator[str]:
    """Order by name, but never before what a type inherits from or contains; a cycle is an error."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name in sorted(types):
        sorter.add(name, *sorted(referred(types[name]) & types.keys()))
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        yield from ready
        sorter.done(*ready)


def referred(wire_type: WireType) -> set[str]:
    """Name everything that a type inherits from or contains, but not itself."""
    bases = {wire_type.base} if wire_type.base else set()
    return (bases | {member.type.name for member in wire_type.fields}) - {wire_type.name}


def reached(names: Iterable[str], types: Mapping[str, WireType]) -> set[str]:
    """Name every type among these, what they inherit from and contain, and so on."""
    found: set[str] = set()
    waiting = [name for name in names if name in types]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += referred(types[name]) & types.keys()
    return found
