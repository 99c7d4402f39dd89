"""Divisions form one tree: exactly one has none above it, the root, where everything is that names no division."""

from collections.abc import Collection

from sqlalchemy import select

from vettrak_api.model.reference import Division
from vettrak_api.model.statements import Reader, execute

ROOTS = select(Division.id).where(Division.parent_id.is_(None))


def roots_after(reader: Reader, begun: Collection[int], placed: Collection[int]) -> set[int]:
    """Return which divisions have none above them once some have been begun as such, and others placed below one.

    It does not matter whether that has been written already.
    """
    return (set(execute(reader, ROOTS).scalars()) - set(placed)) | set(begun)


def is_only_root(reader: Reader, division_id: int) -> bool:
    """Tell whether a division is the root. A second one of the past is none, and may be put below another division."""
    return set(execute(reader, ROOTS).scalars()) == {division_id}
