"""Area web_enrolments: which classes, units and prices of the occurrence a web enrolment takes.

Each call replaces the earlier choice; nothing chosen is a choice too.
"""

from decimal import Decimal
from typing import Any

from vettrak_api.calls.call import Call, Confirmation, operation
from vettrak_api.model.base import fold
from vettrak_api.model.quarantine import WebClassChoice, WebPriceChoice, WebUnitChoice
from vettrak_api.operations.quarantine.caller import quarantine
from vettrak_api.rules.enrolments.units import find_offered_units
from vettrak_api.rules.finance.money import in_cents
from vettrak_api.rules.quarantine.choices import ask_price, find_classes, find_prices
from vettrak_api.rules.quarantine.pending import clear_choice

NOTHING = Decimal("0.00")


@operation
def AddClassesToWebEnrolment(call: Call, webEnrolId: int, instanceIds: list[int] | None) -> Confirmation:
    """Choose the classes that the people will join; an empty list is no class at all."""
    session = call.session
    web_enrolment = quarantine(call).web_enrolment(webEnrolId)
    classes = find_classes(session, web_enrolment.occurrence_id, instanceIds or ())
    clear_choice(session, WebClassChoice, web_enrolment.id)
    session.add_all(WebClassChoice(web_enrolment_id=web_enrolment.id, class_session_id=number) for number in classes)
    web_enrolment.classes_chosen = True


@operation
def AddUnitsToWebEnrolment(call: Call, webEnrolId: int, unitCodes: list[str] | None) -> Confirmation:
    """Choose the units that will be enrolled, optional or not; an empty list is no unit at all."""
    session = call.session
    keys = list(dict.fromkeys(fold(code) for code in unitCodes or ()))
    web_enrolment = quarantine(call).web_enrolment(webEnrolId)
    units = find_offered_units(session, web_enrolment.occurrence_id, keys)
    clear_choice(session, WebUnitChoice, web_enrolment.id)
    session.add_all(WebUnitChoice(web_enrolment_id=web_enrolment.id, unit_id=number) for number in units)
    web_enrolment.units_chosen = True


@operation
def AddPriceTypesToWebEnrolment(call: Call, webEnrolId: int, priceTypes: list[Any] | None) -> Confirmation:
    """Choose the prices, with the amounts that the buyer was told; an empty list is no price at all."""
    session = call.session
    asked = [
        ask_price(sent.Enpr_ID, sent.Pric_ID, sent.Enpr_Amount, sent.Enpr_GST)
        for sent in priceTypes or ()
        if sent is not None
    ]
    web_enrolment = quarantine(call).web_enrolment(webEnrolId)
    prices = find_prices(session, web_enrolment.occurrence_id, asked)
    clear_choice(session, WebPriceChoice, web_enrolment.id)
    session.add_all(
        WebPriceChoice(
            web_enrolment_id=web_enrolment.id,
            occurrence_price_id=price.occurrence_price_id,
            amount=price.amount,
            gst=price.gst,
        )
        for price in prices
    )
    web_enrolment.prices_chosen = True
    web_enrolment.amount = in_cents("Amount", sum((price.amount for price in prices), NOTHING))
