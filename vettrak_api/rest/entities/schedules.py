"""Scheduled units, by themselves and with their fees and assessments; and their fees."""

from collections.abc import Sequence
from typing import Any

from vettrak_api.model.statements import Reader
from vettrak_api.reference_data.curriculum import STANDARD_FEE
from vettrak_api.rest.entities.assessments import SCHEDULED_ASSESSMENT
from vettrak_api.rest.records import FIXED, LIST, MADE, Entity, Field, Record
from vettrak_api.rest.values import amount, code, flag, identifier, moment, number, text, whole
from vettrak_api.rules.curriculum.fees import create_fee, hold_fee, update_fee
from vettrak_api.rules.curriculum.lookups import hold_schedule
from vettrak_api.rules.curriculum.scheduling import (
    create_scheduled_unit,
    create_scheduled_unit_fee,
    update_scheduled_unit,
    update_scheduled_unit_fee,
)
from vettrak_api.views.curriculum import (
    NUMBER,
    SCHEDULED_ASSESSMENTS,
    SCHEDULED_FEES,
    SCHEDULED_UNIT_FEES,
    SCHEDULED_UNITS,
    by_schedule,
)

MOST_PARTICIPANTS = 1_000_000

_OF_UNIT = "that of the unit"
_FEE = amount(is_money=True)
_FEE_TYPE = Field(
    "feeTypeId", code(20), "Type of the fees: a code of FEE_TYPE.", more=STANDARD_FEE, example=STANDARD_FEE
)
_FEE_DESCRIPTION = Field(
    "description", text(255), "What the fees are called.", more="the description of the type", example="Standard Fee"
)

_SCHEDULE = (
    Field("eduScheduledUnitId", number(), "Key of the scheduled unit.", MADE),
    Field("eduUnitId", identifier(12), "The unit.", FIXED, True, example="ICX1234"),
    Field("eduOtherUnitId", text(20), "Code that people see.", more=_OF_UNIT, example="ICX1234"),
    Field("eduProviderOtherUnitId", text(50), "External unit code.", more=_OF_UNIT, example="ICX1234"),
    Field("unitName", text(255), "Name.", more=_OF_UNIT, example="Example Unit Name"),
    Field(
        "unitStatusId", code(20), "Status: a status of UNIT_STATUS.", is_kept=True, more=_OF_UNIT,
        example="UNIT_ACTIVE",
    ),
    Field("providerPartyId", text(20), "Provider.", more=_OF_UNIT, example="10000"),
    Field("startDate", moment(), "First day.", example="20150101T00:00:00"),
    Field("endDate", moment(), "Last day.", example="20151231T00:00:00"),
    Field("modeOfDelivery", code(20), "How it is delivered: a code of DELIVERY_MODE.", example="ONLINE"),
    Field("flexibleLearning", flag(), "Whether learning is flexible.", example="Y"),
    Field(
        "maximumParticipants", whole(MOST_PARTICIPANTS),
        "Places, which all programs that it serves share, no fewer than are taken; without it there is no limit.",
        example="10000",
    ),
)  # fmt: skip

SCHEDULED_FEE = Entity(
    "ScheduledFee",
    "What a scheduled unit costs in a program; one for each type of fee. Web sites sell by STANDARD_FEE alone.",
    SCHEDULED_FEES,
    (
        Field("scheduledFeeId", number(), "Key of the fee.", MADE),
        Field("eduScheduledUnitId", number(), "The scheduled unit.", FIXED, True, example="1"),
        Field("eduProgramId", identifier(12), "The program, which holds the unit.", FIXED, True, example="DipBus"),
        Field("fee", _FEE, "Amount in AUD, without GST.", is_required=True, example="1000.00"),
        Field(
            "feeTypeId", code(20), "Type of the fee: a code of FEE_TYPE.", FIXED, more=STANDARD_FEE,
            example=STANDARD_FEE,
        ),
        _FEE_DESCRIPTION,
    ),
    update_fee,
    hold_fee,
    create_fee,
)  # fmt: skip


def _add_lists(reader: Reader, rows: Sequence[Any], records: Sequence[Record]) -> None:
    """Add the fees and assessments of schedules, and what their fees have in common."""
    numbers = [getattr(row, NUMBER) for row in rows]
    fees = by_schedule(reader, SCHEDULED_FEES, numbers)
    assessments = by_schedule(reader, SCHEDULED_ASSESSMENTS, numbers)
    for number_, record in zip(numbers, records, strict=True):
        shown = SCHEDULED_FEE.answer(reader, fees[number_])
        record.update(_shared_fee(shown))
        record["scheduledFees"] = shown
        record["scheduledAssessments"] = SCHEDULED_ASSESSMENT.answer(reader, assessments[number_])


def _shared_fee(fees: Sequence[Record]) -> Record:
    """Return fee, type and description of the standard fees, or of the first type; None for what differs in them."""
    kinds = [fee["feeTypeId"] for fee in fees]
    kind = STANDARD_FEE if STANDARD_FEE in kinds else next(iter(kinds), None)
    told = [fee for fee in fees if fee["feeTypeId"] == kind]
    shared: Record = {"feeTypeId": kind}
    for name in ("fee", "description"):
        values = {fee[name] for fee in told}
        shared[name] = values.pop() if len(values) == 1 else None
    return shared


SCHEDULED_UNIT = Entity(
    "ScheduledUnit",
    "A unit that is offered in a period. Training systems see an occurrence for each program that holds the unit.",
    SCHEDULED_UNITS,
    _SCHEDULE,
    update_scheduled_unit,
    hold_schedule,
    create_scheduled_unit,
)
SCHEDULED_UNIT_FEE = Entity(
    "ScheduledUnitFee",
    "A scheduled unit with its fees, one for each program that holds the unit, and its assessments. Creating one makes "
    "all of that; updating one changes it, prices the fees (of the type that is sent, if any) and adds what lacks.",
    SCHEDULED_UNIT_FEES,
    (
        *_SCHEDULE,
        Field("fee", _FEE, "Amount of the fees in AUD; without it no fee is made or priced.", example="1000.00"),
        _FEE_TYPE,
        _FEE_DESCRIPTION,
        Field("scheduledFees", None, "The fees.", LIST),
        Field("scheduledAssessments", None, "The assessments.", LIST),
    ),
    update_scheduled_unit_fee,
    hold_schedule,
    create_scheduled_unit_fee,
    _add_lists,
)
