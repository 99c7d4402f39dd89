"""Area classes_attendance: who was there."""

import datetime

from vettrak_api.calls.author import recorder_of
from vettrak_api.calls.call import Call, Confirmation, Records, operation
from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import ClassAttendance
from vettrak_api.rules.classes.attendance import Attendance, record_attendance
from vettrak_api.rules.lookups import NUMBER, find_client_id, require_class
from vettrak_api.rules.reference.vocabularies import find_attendance_type
from vettrak_api.rules.validation import in_order, moment
from vettrak_api.views.attendance import ATTENDANCE, with_hours
from vettrak_api.views.clients import shown, shown_to
from vettrak_api.views.ranges import lies_within
from vettrak_api.views.reference import ATTENDANCE_TYPES_BY_NAME

OF_CLASS = ATTENDANCE.select.where(ClassAttendance.class_session_id == NUMBER, shown()).order_by(Client.code_key)
OF_CLIENT = ATTENDANCE.select.where(ClassAttendance.client_id == NUMBER, lies_within(ClassAttendance.start)).order_by(
    ClassAttendance.start, ClassAttendance.class_session_id
)


@operation
def GetAttendanceTypes(call: Call) -> Records:
    """List the attendance types, by name."""
    return call.reader.execute(ATTENDANCE_TYPES_BY_NAME).all()


@operation
def GetAttendanceForClass(call: Call, iInst_ID: int) -> Records:
    """List the attendance recorded at a class, by client code (R-PUBLISH)."""
    require_class(call.reader, iInst_ID)
    return with_hours(call.reader.execute(OF_CLASS, {"wanted_number": iInst_ID, **shown_to(call.caller)}))


@operation
def GetAttendanceForClient(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List a client's recorded attendance that starts in a range, by start and class."""
    in_order(xsdStart, xsdEnd)
    wanted = {"wanted_number": find_client_id(call.reader, sClie_Code), "range_start": xsdStart, "range_end": xsdEnd}
    return with_hours(call.reader.execute(OF_CLIENT, wanted))


@operation
def UpdateAttendanceForClientClass(
    call: Call,
    sClie_Code: str | None,
    iInst_ID: int,
    xsdStart: datetime.datetime,
    xsdFinish: datetime.datetime,
    sAtty_Name: str | None,
    description: str | None,
) -> Confirmation:
    """Record a client's attendance at a class, or change what is recorded; blank notes keep the old ones.

    By the settings a positive one starts the units or tasks of the enrolment that are not yet started.
    """
    session = call.session
    in_order(xsdStart, xsdFinish)
    start, finish = moment(xsdStart), moment(xsdFinish)
    if start is None or finish is None:
        raise InvalidInput("Start and finish are required.")
    kind = find_attendance_type(session, sAtty_Name)
    notes = call.texts.optional("description", description)
    client_id = find_client_id(session, sClie_Code)
    require_class(session, iInst_ID)
    attendance = Attendance(client_id, iInst_ID, kind, start, finish, notes)
    record_attendance(session, attendance, recorder_of(call), call.settings)
