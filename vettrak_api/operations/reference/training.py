"""Area reference: what a qualification is made of, and what qualifications and units count for in each state."""

from sqlalchemy import case, func, true

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.model.programmes import QualificationState, QualificationUnit, Unit, UnitState
from vettrak_api.model.reference import State
from vettrak_api.rules.lookups import NUMBER, find_qualification_id, find_unit_id
from vettrak_api.views import reference as views

BY_STATE = (func.lower(State.short_name), State.id)

STATES_OF_QUALIFICATION = views.QUALIFICATION_STATES.select.where(
    QualificationState.qualification_id == NUMBER
).order_by(*BY_STATE)
STATES_OF_UNIT = views.UNIT_STATES.select.where(UnitState.unit_id == NUMBER).order_by(*BY_STATE)
UNITS_OF_QUALIFICATION = views.QUALIFICATION_UNITS.select.where(QualificationUnit.qualification_id == NUMBER).order_by(
    case((QualificationUnit.core == true(), 0), else_=1), Unit.code_key
)


@operation
def GetQualificationStateDetails(call: Call, qualificationCode: str | None) -> Records:
    """List what a qualification or course counts for in each state that has figures, by state."""
    wanted = find_qualification_id(call.reader, qualificationCode)
    return call.reader.execute(STATES_OF_QUALIFICATION, {"wanted_number": wanted}).all()


@operation
def GetUnitStateDetails(call: Call, unitCode: str | None) -> Records:
    """List what a unit or module counts for in each state that has figures, by state."""
    return call.reader.execute(STATES_OF_UNIT, {"wanted_number": find_unit_id(call.reader, unitCode)}).all()


@operation
def GetUnitsForQualification(call: Call, qualificationCode: str | None) -> Records:
    """List the units of a qualification or course: the core ones first, each part by code."""
    wanted = find_qualification_id(call.reader, qualificationCode)
    return call.reader.execute(UNITS_OF_QUALIFICATION, {"wanted_number": wanted}).all()
