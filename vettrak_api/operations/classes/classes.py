"""Area classes_attendance: timetables, and who is in a class."""

import datetime

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.rules.lookups import NUMBER, find_client_id, find_staff_id, require_class
from vettrak_api.rules.validation import in_order
from vettrak_api.views.classes import BY_START, CLASSES, WITHIN, of_client, of_staff
from vettrak_api.views.clients import BY_NAME, CLIENTS, in_class, shown, shown_to

CLIENTS_CLASSES = CLASSES.select.where(of_client(NUMBER), WITHIN).order_by(*BY_START)
STAFFS_CLASSES = CLASSES.select.where(of_staff(NUMBER), WITHIN).order_by(*BY_START)
ROLL = CLIENTS.select.where(in_class(NUMBER), shown()).order_by(*BY_NAME)


@operation
def GetClassesForClient(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List the classes that a client is in, by enrolments not withdrawn, and that overlap a range, by start."""
    in_order(xsdStart, xsdEnd)
    client_id = find_client_id(call.reader, sClie_Code)
    wanted = {"wanted_number": client_id, "range_start": xsdStart, "range_end": xsdEnd}
    return call.reader.execute(CLIENTS_CLASSES, wanted).all()


@operation
def GetClassesForStaff(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List the classes that a staff member is assigned to and that overlap a range, by start."""
    in_order(xsdStart, xsdEnd)
    staff_id = find_staff_id(call.reader, sClie_Code)
    wanted = {"wanted_number": staff_id, "range_start": xsdStart, "range_end": xsdEnd}
    return call.reader.execute(STAFFS_CLASSES, wanted).all()


@operation
def GetClientsForClass(call: Call, iInst_ID: int) -> Records:
    """List the clients in a class, by enrolments not withdrawn, each once, by name (R-PUBLISH)."""
    require_class(call.reader, iInst_ID)
    return call.reader.execute(ROLL, {"wanted_number": iInst_ID, **shown_to(call.caller)}).all()
