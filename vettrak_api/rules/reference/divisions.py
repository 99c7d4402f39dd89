"""Divisions form one tree: exactly one has none above it, the root, where everything is that names no division."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.reference import Division
from vettrak_api.model.statements import Reader, execute

ROOTS = select(Division.id).where(Division.parent_id.is_(None))

SECOND_ROOT = "There is a root division already: say which division this one is part of."
NO_ROOT = "This is the root division, which is part of no other."


def roots_after(reader: Reader, begun: Collection[int], placed: Collection[int]) -> set[int]:
    """Return which divisions have none above them once some have been begun as such, and others placed below one.

    It does not matter whether that has been written already.
    """
    return (set(execute(reader, ROOTS).scalars()) - set(placed)) | set(begun)


def refuse_other_roots(session: Session, division_id: int | None, parent_id: int | None) -> None:
    """Raise InvalidInput where a division would be a second root, or the only root would be put below another.

    division_id: None for a new one. A second root of the past stays as it is, and may be put below another division.
    """
    roots = set(execute(session, ROOTS).scalars())
    if parent_id is None and roots and division_id not in roots:
        raise InvalidInput(SECOND_ROOT)
    if parent_id is not None and roots == {division_id}:
        raise InvalidInput(NO_ROOT)
