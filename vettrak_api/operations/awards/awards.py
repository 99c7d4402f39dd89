"""Area awards: what people receive for what they have completed: added, listed and verified."""

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, func, select

from vettrak_api.calls.call import Call, Members, Record, Records, operation
from vettrak_api.contract.parameters import AddAwardParameters
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.events import Award, AwardUnit
from vettrak_api.model.reference import AwardType
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.awards.awarding import AwardFacts, add_award, require_plausible
from vettrak_api.rules.lookups import find_client_id
from vettrak_api.rules.since import any_changed_since, since
from vettrak_api.rules.validation import moment, trimmed
from vettrak_api.views.awards import (
    AWARD_TYPES,
    AWARDS,
    BY_CHANGE,
    BY_RECORDED,
    OF_CLIENT,
    UNITS_OF_AWARDS,
    with_units,
)

TYPES = AWARD_TYPES.select.order_by(func.lower(AwardType.name), AwardType.id)


def _units_where(*conditions: ColumnElement[bool]) -> Any:
    # Searched again by the database: it takes any number of awards, but no list of any number of numbers.
    return UNITS_OF_AWARDS.where(AwardUnit.award_id.in_(select(Award.id).where(*conditions)))


CLIENTS_AWARDS = AWARDS.select.where(OF_CLIENT).order_by(*BY_RECORDED)
UNITS_OF_CLIENTS_AWARDS = _units_where(OF_CLIENT)

CHANGED = AWARDS.select.where(any_changed_since(Award)).order_by(*BY_CHANGE)
UNITS_OF_CHANGED = _units_where(any_changed_since(Award))

NAMED = AWARDS.select.where(
    Award.parchment_number == bindparam("number", type_=String),
    Client.surname_key == bindparam("surname", type_=String),
    Client.given_name_key == bindparam("given_name", type_=String),
    Award.verifiable,
)
UNITS_OF_ONE = UNITS_OF_AWARDS.where(AwardUnit.award_id == bindparam("award"))


@operation
def GetAwardTypes(call: Call) -> Records:
    """List the types of awards, by name."""
    return call.reader.execute(TYPES).all()


@operation
def GetAwardsForClient(call: Call, clientCode: str | None) -> Records:
    """List the awards of a client with their units, by when they were recorded and by number."""
    wanted = {"wanted_client": find_client_id(call.reader, clientCode)}
    return _listed(call.reader, CLIENTS_AWARDS, UNITS_OF_CLIENTS_AWARDS, wanted)


@operation
def GetAwardsModifiedSince(call: Call, sinceDate: datetime.datetime) -> Records:
    """List the awards with their units that were made or changed since a moment, by their last change (R-SINCE)."""
    return _listed(call.reader, CHANGED, UNITS_OF_CHANGED, since(sinceDate, call.settings))


@operation
def VerifyAward(call: Call, givenName: str | None, surname: str | None, parchmentNumber: str | None) -> Record:
    """Return the one award of a person with a parchment number that may be verified.

    Whatever does not fit, person, number or permission, is answered alike, so that nobody learns more than he knows.
    """
    number = trimmed(parchmentNumber)
    if not (trimmed(surname) and number):
        raise InvalidInput("Surname and parchment number are required.")
    wanted = {"number": number, "surname": fold_name(surname), "given_name": fold_name(givenName)}
    # Exactly the same: databases differ in how they compare.
    found = [award for award in execute(call.reader, NAMED, **wanted) if award.Qucl_Cert == number]
    if len(found) != 1:
        raise NotFound("Award not found.")
    return with_units(found, execute(call.reader, UNITS_OF_ONE, award=found[0].Qucl_ID))[0]


@operation
def AddAward(call: Call, parameters: AddAwardParameters) -> Members:
    """Add an award for an enrolment; without a parchment number it gets the next one."""
    today = datetime.datetime.combine(call.now.date(), datetime.time())
    type_name = call.texts.trimmed("awardTypeName", parameters.awardTypeName)
    if not type_name:
        raise InvalidInput("Unknown award type.")
    facts = AwardFacts(
        type_name=type_name,
        parchment_number=_parchment_number(call, parameters.parchmentNumber),
        recorded=moment(parameters.recordedDate) or today,
        completed=moment(parameters.dateCompleted),
        expiry=moment(parameters.expiryDate),
        issued=bool(parameters.issued),
        licence_number=call.texts.optional("licenceNumber", parameters.licenceNumber),
        description=call.texts.optional("description", parameters.description),
        document_reference=call.texts.optional("referenceLink", parameters.referenceLink),
        issued_date=moment(parameters.issuedDate),
        completion_statement=bool(parameters.completionStatement),
    )
    require_plausible(facts.completed, facts.recorded, facts.issued_date, call.now.date())
    made = add_award(call.session, parameters.enrolmentId, facts, call.caller.client_id, call.now)
    return {"ParchmentNumber": made.parchment_number, "ExpiryDate": made.expiry}


def _parchment_number(call: Call, told: str | None) -> str | None:
    """Return a given parchment number; the column holds plain ASCII."""
    number = call.texts.optional("parchmentNumber", told)
    if number is not None and not number.isascii():
        raise InvalidInput("parchmentNumber holds a character that can not be stored.")
    return number


def _listed(reader: Reader, awards: Any, units: Any, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = execute(reader, awards, **wanted).all()
    return with_units(found, execute(reader, units, **wanted)) if found else []
