"""Amounts of money as they are stored (R-MONEY)."""

from decimal import ROUND_HALF_UP, Decimal

from vettrak_api.errors import InvalidInput

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999.99")
"""Australian dollars that an amount's column holds."""


def in_cents(parameter: str, amount: Decimal) -> Decimal:
    """Return an amount rounded half up to two decimals; raises InvalidInput when it has too many digits."""
    if not -LARGEST <= amount <= LARGEST:
        raise InvalidInput(f"{parameter} is not valid.")
    return amount.quantize(CENT, ROUND_HALF_UP)
