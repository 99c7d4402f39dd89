"""Prices of occurrences (TPric)."""

from sqlalchemy import func, select

from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.programmes import Unit
from vettrak_api.model.reference import PriceItem
from vettrak_api.views.base import view

PRICES = view(
    "TPric",
    select(
        OccurrencePrice.id.label("Enpr_ID"),
        OccurrencePrice.price_item_id.label("Pric_ID"),
        PriceItem.name.label("Pric_Name"),
        PriceItem.code.label("Pric_Code"),
        PriceItem.kind.label("Pric_Type"),
        OccurrencePrice.amount.label("Enpr_Amount"),
        OccurrencePrice.gst.label("Enpr_GST"),
        OccurrencePrice.surcharge_percentage.label("SurchargePercentage"),
        Unit.code.label("Unit_Code"),
        Unit.name.label("Unit_Name"),
    )
    .select_from(OccurrencePrice)
    .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
    .outerjoin(Unit, Unit.id == OccurrencePrice.unit_id),
)
"""The amount is what is paid: GST and surcharge are in it."""

BY_PRICE_ITEM = (func.lower(PriceItem.name), OccurrencePrice.id)
"""The order of prices by the name of their item."""
