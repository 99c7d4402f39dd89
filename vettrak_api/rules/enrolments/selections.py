"""What a buyer chose of an occurrence, and what that leaves out.

Rules: ProcessWebEnrolment, AddUnitsToWebEnrolment, AddClassesToWebEnrolment, AddPriceTypesToWebEnrolment.
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import OccurrenceUnit
from vettrak_api.model.statements import execute


@dataclass(frozen=True, slots=True)
class ChosenPrice:
    """Amounts that the buyer was told for a price of the occurrence; GST is the part inside."""

    amount: Decimal
    gst: Decimal


@dataclass(frozen=True, slots=True)
class Selection:
    """Numbers of the chosen units and classes, chosen prices by the number of the occurrence's price.

    None = nobody chose: all units that are not optional, all classes, all published prices. Prices of units that
    are left out are dropped, unless keep_all_prices says that the occurrence's prices are one whole.
    """

    units: frozenset[int] | None = None
    classes: frozenset[int] | None = None
    prices: dict[int, ChosenPrice] | None = None
    keep_all_prices: bool = False


UNITS = (
    select(OccurrenceUnit.unit_id, OccurrenceUnit.optional)
    .where(OccurrenceUnit.occurrence_id == bindparam("occurrence"))
    .order_by(OccurrenceUnit.id)
)

OCCURRENCE_DECIDES = Selection(keep_all_prices=True)
"""Nobody was asked (AddLMSClientEnrolmentToOccurrence): everything that the occurrence gives by default."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of an occurrence: those to be enrolled, in the occurrence's order, and the others."""

    wanted: list[int]
    left_out: frozenset[int]


def units_of(session: Session, occurrence_id: int, selection: Selection) -> Units:
    """Tell which of an occurrence's units a selection wants, and which it leaves out."""
    wanted: list[int] = []
    left_out: list[int] = []
    for unit_id, optional in execute(session, UNITS, occurrence=occurrence_id):
        chosen = not optional if selection.units is None else unit_id in selection.units
        (wanted if chosen else left_out).append(unit_id)
    return Units(wanted, frozenset(left_out))
