"""Amounts of money as they are stored (R-MONEY)."""

from decimal import ROUND_HALF_UP, Decimal

from vettrak_api.errors import InvalidInput

CENT, NOTHING = Decimal("0.01"), Decimal("0.00")
LARGEST = Decimal("9999999.99")
"""Australian dollars that anybody may tell: a thousandth of what a column holds, so that sums of them fit as well."""


ELEVENTH = 11
"""Of an amount that includes GST (10 per cent) one eleventh is GST, at most."""


def in_cents(parameter: str, amount: Decimal) -> Decimal:
    """Return an amount with two decimals; further zeros do not matter (.NET sends 100.0000).

    Raises InvalidInput for ten millions or more, and for a fraction of a cent, which nobody can pay.
    """
    if not -LARGEST <= amount <= LARGEST:
        raise InvalidInput(f"{parameter} is not valid.")
    cents = amount.quantize(CENT, ROUND_HALF_UP)
    if cents != amount:
        raise InvalidInput(f"{parameter} has more than two decimals.")
    return cents


def is_gst_within(gst: Decimal, amount: Decimal) -> bool:
    """Tell whether GST is no more than one eleventh of the amount that includes it, but for a cent of rounding."""
    return (gst - CENT) * ELEVENTH <= amount


def gst_in_proportion(amount: Decimal, offered: Decimal, offered_gst: Decimal) -> Decimal:
    """Return the GST inside an amount told for a price that is offered with another one; never above one eleventh."""
    share = offered_gst * amount / offered if offered else NOTHING
    return min(share, amount / ELEVENTH).quantize(CENT, ROUND_HALF_UP)
