"""Area web_enrolments: which classes, units and prices of the occurrence a web enrolment takes.

Each call replaces the earlier choice; nothing chosen is a choice too.
"""

from vettrak_api.calls.call import Call, Confirmation, operation
from vettrak_api.contract.parameters import TPric
from vettrak_api.model.base import fold
from vettrak_api.operations.quarantine.caller import quarantine
from vettrak_api.rules.quarantine.choices import ask_price, choose_classes, choose_prices, choose_units


@operation
def AddClassesToWebEnrolment(call: Call, webEnrolId: int, instanceIds: list[int] | None) -> Confirmation:
    """Choose the classes that the people will join; an empty list is no class at all."""
    choose_classes(call.session, quarantine(call).web_enrolment(webEnrolId), instanceIds or ())


@operation
def AddUnitsToWebEnrolment(call: Call, webEnrolId: int, unitCodes: list[str] | None) -> Confirmation:
    """Choose the units that will be enrolled, optional or not; an empty list is no unit at all."""
    keys = list(dict.fromkeys(fold(code) for code in unitCodes or ()))
    choose_units(call.session, quarantine(call).web_enrolment(webEnrolId), keys)


@operation
def AddPriceTypesToWebEnrolment(call: Call, webEnrolId: int, priceTypes: list[TPric | None] | None) -> Confirmation:
    """Choose the prices, with the amounts that the buyer was told; an empty list is no price at all."""
    asked = [
        ask_price(sent.Enpr_ID, sent.Pric_ID, sent.Enpr_Amount, sent.Enpr_GST)
        for sent in priceTypes or ()
        if sent is not None
    ]
    choose_prices(call.session, quarantine(call).web_enrolment(webEnrolId), asked)
