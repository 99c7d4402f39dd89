"""Area results: what came of the units of enrolments."""

import datetime

from vettrak_api.calls.author import recorder_of
from vettrak_api.calls.call import Call, Confirmation, operation
from vettrak_api.rules.enrolments.locks import lock_enrolment
from vettrak_api.rules.enrolments.results import record, reset, set_comment
from vettrak_api.rules.enrolments.told_results import plausible_result
from vettrak_api.rules.enrolments.units import find_enrolled_unit, find_unit_including_linked
from vettrak_api.rules.reference.vocabularies import find_result_type


@operation
def UpdateResult(
    call: Call,
    iEnro_ID: int,
    sUnit_Code: str | None,
    sResult_Name: str | None,
    xsdStart: datetime.datetime,
    xsdFinish: datetime.datetime,
    iPercentage: int,
) -> Confirmation:
    """Set the result of a unit that the enrolment itself holds; its comment stays."""
    session = call.session
    code = call.texts.trimmed("sUnit_Code", sUnit_Code)
    result_type = find_result_type(session, sResult_Name)
    dates = ("xsdStart", xsdStart), ("xsdFinish", xsdFinish)
    told = plausible_result(result_type.id, result_type.kind, *dates, iPercentage, call.now.date())
    enrolment = lock_enrolment(session, iEnro_ID)
    unit = find_enrolled_unit(session, enrolment.id, code)
    record(session, [(unit, told.on(unit, enrolment, unit.result.comment))], recorder_of(call))


@operation
def UpdateResultIncludingLinked(
    call: Call,
    enrolmentId: int,
    unitCode: str | None,
    resultName: str | None,
    startDate: datetime.datetime,
    finishDate: datetime.datetime,
    percentage: int,
    comment: str | None,
) -> Confirmation:
    """Set the result of a unit on the enrolment and on those linked to it; a blank comment keeps each one's own."""
    session = call.session
    code = call.texts.trimmed("unitCode", unitCode)
    result_type = find_result_type(session, resultName)
    dates = ("startDate", startDate), ("finishDate", finishDate)
    told = plausible_result(result_type.id, result_type.kind, *dates, percentage, call.now.date())
    text = call.texts.optional("comment", comment)
    enrolment = lock_enrolment(session, enrolmentId)
    results = [
        (unit, told.on(unit, enrolment, text or unit.result.comment))
        for unit in find_unit_including_linked(session, enrolment.id, code)
    ]
    record(session, results, recorder_of(call))


@operation
def UpdateResultComment(call: Call, enrolmentId: int, unitCode: str | None, comment: str | None) -> Confirmation:
    """Replace the comment of a unit, without a trace in its history; a blank one clears it."""
    session = call.session
    code = call.texts.trimmed("unitCode", unitCode)
    text = call.texts.optional("comment", comment)
    enrolment = lock_enrolment(session, enrolmentId)
    set_comment(session, find_enrolled_unit(session, enrolment.id, code), text)


@operation
def ResetUnitResult(call: Call, enrolmentId: int, unitCode: str | None) -> Confirmation:
    """Put a unit back to Not Yet Started; what it was goes to its history."""
    session = call.session
    code = call.texts.trimmed("unitCode", unitCode)
    enrolment = lock_enrolment(session, enrolmentId)
    reset(session, find_enrolled_unit(session, enrolment.id, code), enrolment, recorder_of(call))
