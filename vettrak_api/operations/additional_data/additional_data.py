"""Area additional_data: entities and fields by name, the generic query, and updates of single fields."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from vettrak_api.calls.call import Call, Confirmation, Members, Records, operation
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.contract.parameters import FilterCriteria, ReturnField, SortCriteria
from vettrak_api.rules.additional_data.changes import FOR_CLIENT, FOR_ROLE, Changes, Judge
from vettrak_api.rules.additional_data.conditions import Filter
from vettrak_api.rules.additional_data.document import read_document
from vettrak_api.rules.additional_data.entities import Field, find_entity
from vettrak_api.rules.additional_data.query import Criteria, Return, Sort, run_query
from vettrak_api.rules.additional_data.updates import update_client, update_employer
from vettrak_api.rules.additional_data.values import fixed_values
from vettrak_api.rules.lookups import client_email, employer_email, find_client, find_employer


@operation
def GetAdditionalDataEntityNames(call: Call) -> Records:
    """List the entities that QueryAdditionalData knows, in the catalogue's order."""
    del call
    return list(load_catalogue().additional_data.entities)


@operation
def GetAdditionalDataFieldsForEntity(call: Call, entityName: str | None) -> Records:
    """List the fields of an entity, the key first."""
    del call
    return [_definition(field) for field in find_entity(entityName).fields.values()]


def _definition(field: Field) -> dict[str, Any]:
    values = [{"FieldValue": value, "ValueDescription": meaning} for value, meaning in fixed_values(field)]
    return {
        "FieldName": field.name,
        "FieldType": field.type,
        "FieldDescription": field.definition.meaning,
        "MaximumLength": field.definition.max_length,
        "IsUpdateable": field.definition.updateable,
        "ValidValuesList": values or None,
    }


@operation
def QueryAdditionalData(
    call: Call,
    entityName: str | None,
    filterCriteria: list[FilterCriteria | None] | None,
    sortCriteria: list[SortCriteria | None] | None,
    returnFields: list[ReturnField | None] | None,
    options: str | None,
) -> Members:
    """Ask for records of an entity, filtered, sorted, grouped and cut as the client wishes."""
    entity = find_entity(entityName)
    criteria = Criteria(
        [Filter(*_members(item, "Field", "Operator", "Value")) for item in filterCriteria or ()],
        [Sort(*_members(item, "Field", "SortOrder")) for item in sortCriteria or ()],
        [Return(*_members(item, "Field", "Aggregate")) for item in returnFields or ()],
        options,
    )
    result = run_query(call.reader, entity, criteria, call.settings)
    return {"Fields": result.titles, "Values": result.rows}


def _members(item: object, *names: str) -> Iterable[str | None]:
    return (getattr(item, name, None) for name in names)


@operation
def UpdateClientAdditionalFields(call: Call, clientCode: str | None, additionalFieldData: str | None) -> Confirmation:
    """Set fields of a client; without the API role only of the caller, and not those that are the RTO's own."""
    stored = partial(client_email, call.session, clientCode)
    changes = _changes(call, "Client", additionalFieldData, stored)
    client = find_client(call.session, clientCode)
    update_client(call.session, client, changes, unique_external_codes=call.settings.unique_external_codes)


@operation
def UpdateEmployerAdditionalFields(
    call: Call, employerIdentifier: str | None, additionalFieldData: str | None
) -> Confirmation:
    """Set fields of an employer."""
    stored = partial(employer_email, call.session, employerIdentifier)
    changes = _changes(call, "Employer", additionalFieldData, stored)
    employer = find_employer(call.session, employerIdentifier)
    update_employer(call.session, employer, changes, unique_external_codes=call.settings.unique_external_codes)


def _changes(call: Call, entity: str, document: str | None, stored_email: Callable[[], str | None]) -> Changes:
    caller, today = call.caller, call.now.date()
    writers = FOR_ROLE if caller.api_role else FOR_CLIENT
    judge = Judge(call.session, call.settings.zone, today, writers, stored_email=stored_email)
    return judge.changes(find_entity(entity), read_document(document))
