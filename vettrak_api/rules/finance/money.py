"""Amounts of money as they are stored (R-MONEY)."""

from decimal import ROUND_HALF_UP, Decimal

from vettrak_api.errors import InvalidInput

CENT = Decimal("0.01")
LARGEST = Decimal("9999999.99")
"""Australian dollars that anybody may tell: a thousandth of what a column holds, so that sums of them fit as well."""


def in_cents(parameter: str, amount: Decimal) -> Decimal:
    """Return an amount rounded half up to two decimals; raises InvalidInput for ten millions or more."""
    if not -LARGEST <= amount <= LARGEST:
        raise InvalidInput(f"{parameter} is not valid.")
    return amount.quantize(CENT, ROUND_HALF_UP)
