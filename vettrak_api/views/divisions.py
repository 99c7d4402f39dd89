"""The divisions that are opened to a staff member, with all below them (R-SCOPE)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, case, func, select

from vettrak_api.model.clients import StaffDivision
from vettrak_api.model.reference import Division
from vettrak_api.rules.lookups import NUMBER

DIVISIONS_OF_STAFF = (
    select(
        Division.id,
        Division.name,
        Division.parent_id,
        case((StaffDivision.id.is_not(None), 1), else_=0).label("opened"),
    )
    .outerjoin(StaffDivision, and_(StaffDivision.division_id == Division.id, StaffDivision.client_id == NUMBER))
    .order_by(func.lower(Division.name), Division.id)
)
"""All divisions by name, and whether each is opened to the wanted staff member; the list is short."""


@dataclass(frozen=True, slots=True)
class Forest:
    """The divisions that a staff member reaches: the topmost ones, and those below each."""

    roots: Sequence[int]
    rows: Mapping[int, Any]
    below: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def reached(self) -> Iterator[int]:
        """Yield the numbers of all divisions, each once."""
        waiting = list(self.roots)
        while waiting:
            number = waiting.pop()
            yield number
            waiting.extend(self.below.get(number, ()))

    def trees(self) -> list[dict[str, Any]]:
        """Return the divisions as TDivisionTree."""
        made = {number: self._tree(number) for number in self.reached()}
        for number, tree in made.items():
            tree["ChildDivisions"] = [made[child] for child in self.below.get(number, ())]
        return [made[number] for number in self.roots]

    def _tree(self, number: int) -> dict[str, Any]:
        row = self.rows[number]
        return {"DivisionId": row.id, "Name": row.name, "ParentDivisionId": row.parent_id}


def forest(rows: Iterable[Any]) -> Forest:
    """Return what DIVISIONS_OF_STAFF found as trees, in its order; divisions that stand in a circle are cut open."""
    by_number = {row.id: row for row in rows}
    children: dict[int | None, list[int]] = defaultdict(list)
    for row in by_number.values():
        children[row.parent_id].append(row.id)
    opened = [row.id for row in by_number.values() if row.opened]
    wanted = set(opened)
    topmost = [number for number in opened if not _stands_below(number, wanted, by_number)]
    roots: list[int] = []
    below: dict[int, list[int]] = {}
    # Of those that stand in a circle each may be below another; they follow, unless a tree has them by then.
    for root in (*topmost, *opened):
        if root not in below:
            roots.append(root)
            _hang(root, children, below)
    order = {number: place for place, number in enumerate(by_number)}
    return Forest(sorted(roots, key=order.__getitem__), by_number, below)


def _hang(root: int, children: Mapping[int | None, Sequence[int]], below: dict[int, list[int]]) -> None:
    """Note what is below a division and all that hangs on it, but for what is noted already."""
    below[root] = []
    waiting = [root]
    while waiting:
        number = waiting.pop()
        for child in children.get(number, ()):
            if child not in below:
                below[number].append(child)
                below[child] = []
                waiting.append(child)


def _stands_below(number: int, wanted: set[int], rows: Mapping[int, Any]) -> bool:
    """Tell whether one of the wanted divisions is above a division."""
    passed = {number}
    above = rows[number].parent_id
    while above in rows and above not in passed:
        if above in wanted:
            return True
        passed.add(above)
        above = rows[above].parent_id
    return False
