"""Area staff: whom staff teach and look after."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.contract.parameters import GetClientsForStaffParameters, GetStaffForClientParameters
from vettrak_api.model.base import fold
from vettrak_api.model.enrolments import Enrolment, EnrolmentStaff
from vettrak_api.rules.lookups import NUMBER, find_client_id, find_staff_id
from vettrak_api.rules.validation import in_order
from vettrak_api.views.base import with_objects
from vettrak_api.views.clients import shown, shown_to
from vettrak_api.views.enrolments import BY_START_AND_NAME, ENROLMENTS_WITH_STAFF
from vettrak_api.views.ranges import lies_within
from vettrak_api.views.staff_links import (
    CLASS,
    CLIENTS_OF_STAFF,
    CONTRACT,
    ENROLMENT,
    EVENT,
    OCCURRENCE,
    STAFF_OF_CLIENT,
    WITH_ROLE,
    by_person,
)

STAFFS_ENROLMENTS = ENROLMENTS_WITH_STAFF.where(
    EnrolmentStaff.client_id == NUMBER, lies_within(Enrolment.start_date), shown()
).order_by(*BY_START_AND_NAME)


@operation
def GetClientsForStaff(call: Call, parameters: GetClientsForStaffParameters) -> Records:
    """List the clients linked to a staff member in a range of dates, with the ways they are linked, by name."""
    in_order(parameters.startDate, parameters.endDate)
    wanted = {"wanted_number": find_staff_id(call.reader, parameters.staffClientCode), **shown_to(call.caller)}
    return by_person(_links(call, parameters, CLIENTS_OF_STAFF, wanted))


@operation
def GetStaffForClient(call: Call, parameters: GetStaffForClientParameters) -> Records:
    """List the staff linked to a client in a range of dates, with the ways they are linked, by name."""
    in_order(parameters.startDate, parameters.endDate)
    wanted = {"wanted_number": find_client_id(call.reader, parameters.clientCode)}
    return by_person(_links(call, parameters, STAFF_OF_CLIENT, wanted))


@operation
def GetEnrolmentsForStaff(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List the enrolments that start in a range and on which a staff member has a role, once for each role."""
    in_order(xsdStart, xsdEnd)
    staff_id = find_staff_id(call.reader, sClie_Code)
    wanted = {"wanted_number": staff_id, "range_start": xsdStart, "range_end": xsdEnd, **shown_to(call.caller)}
    found: dict[tuple[int, str], Any] = {}
    for row in with_objects(call.reader.execute(STAFFS_ENROLMENTS, wanted).all()):
        found.setdefault((row["Enro"]["ID"], fold(row["Role"])), row)
    return found.values()


def _links(
    call: Call,
    told: GetClientsForStaffParameters | GetStaffForClientParameters,
    statements: Mapping[int, Any],
    wanted: Mapping[str, Any],
) -> Iterator[tuple[int, Any]]:
    """Yield the links of the kinds that are asked for, each with its kind."""
    included = {
        OCCURRENCE: told.includeEnrolments,
        CLASS: told.includeClasses,
        ENROLMENT: told.includeEnrolments,
        CONTRACT: told.includeContracts,
        EVENT: told.includeEvents,
    }
    role, statuses = fold(told.staffType), set(told.statusTypes or ())
    values = {**wanted, "range_start": told.startDate, "range_end": told.endDate}
    for kind in (kind for kind, is_included in included.items() if is_included):
        for row in call.reader.execute(statements[kind], values):
            is_other_role = role and fold(row.StaffType) != role
            is_other_status = statuses and row.status_type not in statuses
            if kind not in WITH_ROLE or not (is_other_role or is_other_status):
                yield kind, row
