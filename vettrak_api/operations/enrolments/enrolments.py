"""Area enrolments: what clients are enrolled in, their units, and changes of both."""

import datetime

from sqlalchemy import select, union

from vettrak_api.calls.call import Call, Confirmation, Records, operation
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.enrolments import EMPLOYER, EnrolledUnit, Enrolment
from vettrak_api.rules.clients.employments import is_current
from vettrak_api.rules.enrolments.links import own_or_linked
from vettrak_api.rules.enrolments.locks import lock_enrolment
from vettrak_api.rules.enrolments.units import add_offered_units, delete_units, keys_of
from vettrak_api.rules.enrolments.updates import EnrolmentChange, update_enrolment
from vettrak_api.rules.lookups import (
    EMPLOYER_NUMBER,
    NUMBER,
    find_client_id,
    find_employer_id,
    require_enrolment,
    require_occurrence,
)
from vettrak_api.rules.reference.vocabularies import find_enrolment_type_id, find_status
from vettrak_api.rules.validation import in_order, moment, trimmed
from vettrak_api.views.clients import shown, shown_to
from vettrak_api.views.enrolled_units import BY_UNIT, ENROLLED_UNITS
from vettrak_api.views.enrolments import BY_NAME, ENROLMENTS, enrolments_among
from vettrak_api.views.ranges import by_start

OF_CLIENTS = ENROLMENTS.select.where(Enrolment.kind != EMPLOYER)
"""Enrolments of clients and employees; the view of an employer's own enrolment is another operation's."""

CLIENTS_ENROLMENTS = OF_CLIENTS.where(Enrolment.client_id == NUMBER).order_by(*by_start(Enrolment.start_date))
OCCURRENCES_ENROLMENTS = OF_CLIENTS.where(Enrolment.occurrence_id == NUMBER).order_by(*BY_NAME)
PUBLISHED_ENROLMENTS = OCCURRENCES_ENROLMENTS.where(Client.web_publish)
# A union is joined: with OR, or a union under IN, databases read all enrolments.
_EMPLOYERS = union(
    select(Enrolment.id).where(Enrolment.employer_id == EMPLOYER_NUMBER),
    select(Enrolment.id)
    .join(Employment, Employment.client_id == Enrolment.client_id)
    .where(Employment.employer_id == EMPLOYER_NUMBER, is_current()),
).subquery("employers")
EMPLOYERS_ENROLMENTS = (
    enrolments_among(_EMPLOYERS)
    .where(Enrolment.kind != EMPLOYER, shown())
    .order_by(Client.surname_key, Client.given_name_key, *by_start(Enrolment.start_date))
)
UNITS = ENROLLED_UNITS.select.where(EnrolledUnit.enrolment_id == NUMBER).order_by(*BY_UNIT)
UNITS_INCLUDING_LINKED = ENROLLED_UNITS.select.where(own_or_linked(NUMBER)).order_by(*BY_UNIT)


@operation
def GetEnrolmentsForClient(call: Call, sClie_Code: str | None) -> Records:
    """List a client's enrolments of every status, in occurrences or not, by start and number."""
    wanted = {"wanted_number": find_client_id(call.reader, sClie_Code)}
    return call.reader.execute(CLIENTS_ENROLMENTS, wanted).all()


@operation
def GetEnrolmentsForOccurrence(call: Call, iOccu_ID: int) -> Records:
    """List the people enrolled in an occurrence, by name; R-PUBLISH holds for callers without the API role."""
    require_occurrence(call.reader, iOccu_ID)
    enrolments = OCCURRENCES_ENROLMENTS if call.caller.api_role else PUBLISHED_ENROLMENTS
    return call.reader.execute(enrolments, {"wanted_number": iOccu_ID}).all()


@operation
def GetEnrolmentsForEmployer(call: Call, sEmpl_Identifier: str | None) -> Records:
    """List the enrolments linked to an employer and those of its current employees, by person (R-PUBLISH)."""
    employer_id = find_employer_id(call.reader, sEmpl_Identifier)
    wanted = {"wanted_employer": employer_id, "today": call.now.date(), **shown_to(call.caller)}
    return call.reader.execute(EMPLOYERS_ENROLMENTS, wanted).all()


@operation
def GetUnitsForEnrolment(call: Call, iEnro_ID: int) -> Records:
    """List the units that the enrolment itself holds, by code."""
    require_enrolment(call.reader, iEnro_ID)
    return call.reader.execute(UNITS, {"wanted_number": iEnro_ID}).all()


@operation
def GetUnitsForEnrolmentIncludingLinked(call: Call, enrolmentId: int) -> Records:
    """List the enrolment's units and those that linked enrolments hold for it, by code and enrolment."""
    require_enrolment(call.reader, enrolmentId)
    return call.reader.execute(UNITS_INCLUDING_LINKED, {"wanted_number": enrolmentId}).all()


@operation
def UpdateEnrolment(
    call: Call,
    enrolmentId: int,
    enrolmentStatus: str | None,
    dateOfEffect: datetime.datetime | None,
    startDate: datetime.datetime | None,
    finishDate: datetime.datetime | None,
    enrolmentType: str | None,
) -> Confirmation:
    """Change what is given; null leaves a thing alone, an empty type clears it.

    A status without date of effect takes effect today. Dates are compared as they will be.
    """
    session = call.session
    status = find_status(session, enrolmentStatus) if trimmed(enrolmentStatus) else None
    effect, start, finish = moment(dateOfEffect), moment(startDate), moment(finishDate)
    in_order(start, finish)
    type_id = find_enrolment_type_id(session, enrolmentType) if trimmed(enrolmentType) else None
    change = EnrolmentChange(status, effect, start, finish, enrolmentType is not None, type_id)
    update_enrolment(session, enrolmentId, change, call.now)


@operation
def AddUnitsToEnrolment(call: Call, enrolmentId: int, unitCodes: list[str] | None) -> Confirmation:
    """Enrol into units of the enrolment's occurrence; all of them or, on an error, none."""
    keys = keys_of(unitCodes)
    add_offered_units(call.session, lock_enrolment(call.session, enrolmentId), keys)


@operation
def DeleteUnitsFromEnrolment(
    call: Call, enrolmentId: int, unitCodes: list[str] | None, reason: str | None
) -> Confirmation:
    """Remove units without a result from an enrolment; the change log keeps the reason."""
    keys = keys_of(unitCodes)
    text = call.texts.optional("reason", reason)
    enrolment = lock_enrolment(call.session, enrolmentId)
    delete_units(call.session, enrolment, keys, text)
