"""What training systems see of schedules: one occurrence for each program that a scheduled unit serves.

It holds that one unit; dates and places are the schedule's, and the fee is its price. It is on the web while schedule
and program are active and the program takes applications online.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import length_of
from vettrak_api.model.curriculum import ScheduledUnit
from vettrak_api.model.occurrences import EnrolmentNumber, Occurrence, OccurrenceUnit
from vettrak_api.model.programmes import Qualification, QualificationUnit, Unit
from vettrak_api.model.rows import add_rows, change_row, change_rows, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.reference_data.curriculum import ONLINE, UNIT_ACTIVE
from vettrak_api.reference_data.lists import DELIVERY_MODES
from vettrak_api.rules.curriculum.selling import programme_for
from vettrak_api.rules.occurrences.publication import TODAY, today_of
from vettrak_api.rules.reference.defaults import defaults

OCCURRENCE_NUMBER = "O"
NOTHING = Decimal("0.00")
LONGEST_CODE = length_of(Occurrence.__table__.c.code)

MODES: Mapping[str, str] = dict(zip(("10", "20", "30"), DELIVERY_MODES, strict=True))
"""The delivery modes of AVETMISS 8 by the older avet018: classroom, electronic, employment based."""

_SERVED = (
    select(
        ScheduledUnit.id.label("schedule"),
        ScheduledUnit.status,
        ScheduledUnit.start_date,
        ScheduledUnit.end_date,
        ScheduledUnit.mode_of_delivery,
        ScheduledUnit.maximum_participants,
        Unit.id.label("unit"),
        Unit.delivery_mode,
        Qualification.id.label("program"),
        Qualification.code,
        Qualification.name,
        Qualification.programme_id,
        Qualification.active,
        Qualification.online_application,
        Occurrence.id.label("occurrence"),
        Occurrence.start_date.label("told_start"),
        Occurrence.end_date.label("told_end"),
        Occurrence.maximum_places,
        Occurrence.web_published,
    )
    .select_from(ScheduledUnit)
    .join(Unit, Unit.id == ScheduledUnit.unit_id)
    .join(
        QualificationUnit,
        and_(QualificationUnit.unit_id == ScheduledUnit.unit_id, QualificationUnit.constraint_type.is_(None)),
    )
    .join(Qualification, Qualification.id == QualificationUnit.qualification_id)
    .outerjoin(
        Occurrence,
        and_(Occurrence.scheduled_unit_id == ScheduledUnit.id, Occurrence.qualification_id == Qualification.id),
    )
    .order_by(ScheduledUnit.id, Qualification.id)
)
"""A row for each scheduled unit and program that it serves, with the occurrence that there is."""

_OF_PROGRAM = Qualification.id == bindparam("program")
SERVED_BY_SCHEDULE = _SERVED.where(ScheduledUnit.id == bindparam("number"))
SERVED_OF_PROGRAM = _SERVED.where(_OF_PROGRAM, Occurrence.id.is_not(None))
SERVED_OF_UNIT = _SERVED.where(
    ScheduledUnit.unit_id == bindparam("unit"),
    _OF_PROGRAM,
    or_(ScheduledUnit.end_date.is_(None), ScheduledUnit.end_date >= TODAY),
)
ON_THE_WEB: Select[Any] = select(Occurrence.id).where(
    Occurrence.web_published,
    Occurrence.qualification_id == bindparam("program"),
    Occurrence.scheduled_unit_id.in_(select(ScheduledUnit.id).where(ScheduledUnit.unit_id == bindparam("unit"))),
)

Offered = dict[int, int]
"""The occurrences of a scheduled unit by the numbers of the programs that it serves."""


def match_of_schedule(session: Session, scheduled_unit_id: int, price: Decimal | None = None) -> Offered:
    """Make the occurrences of a scheduled unit what it says, add those that lack, and return them all.

    price: what new ones cost, where that is known already.
    """
    served = execute(session, SERVED_BY_SCHEDULE, number=scheduled_unit_id).all()
    return _match(session, served, price or NOTHING)


def match_of_program(session: Session, program_id: int) -> None:
    """Publish the schedules of a program, or take them off the web, as it says by now."""
    _match(session, execute(session, SERVED_OF_PROGRAM, program=program_id).all(), NOTHING)


def match_of_unit(session: Session, unit_id: int, program_id: int) -> None:
    """Let the schedules of a unit that have not ended serve a program that holds it from now on."""
    asked = {"unit": unit_id, "program": program_id, "today": today_of(session)}
    _match(session, execute(session, SERVED_OF_UNIT, **asked).all(), NOTHING)


def withdraw_of_unit(session: Session, unit_id: int, program_id: int) -> None:
    """Take the schedules of a unit off the web for a program that no longer holds it; who is enrolled stays so."""
    numbers = execute(session, ON_THE_WEB, unit=unit_id, program=program_id).scalars().all()
    change_rows(session, Occurrence, {number: {"web_published": False} for number in numbers})


def _match(session: Session, served: Sequence[Any], price: Decimal) -> Offered:
    missing = [row for row in served if row.occurrence is None]
    changes = {row.occurrence: wanted for row in served if row.occurrence is not None and (wanted := _change_of(row))}
    change_rows(session, Occurrence, changes)
    offered = {row.program: row.occurrence for row in served if row.occurrence is not None}
    return offered | _add(session, missing, price)


def _is_open(row: Any) -> bool:
    """Tell whether web sites may sell a scheduled unit in a program, until it has ended."""
    return bool(row.status == UNIT_ACTIVE and row.active and row.online_application)


def _change_of(row: Any) -> dict[str, Any] | None:
    """Return what an occurrence should say, or None when it does."""
    wanted = {
        "start_date": row.start_date,
        "end_date": row.end_date,
        "maximum_places": row.maximum_participants,
        "web_published": _is_open(row),
    }
    told = (row.told_start, row.told_end, row.maximum_places, bool(row.web_published))
    return None if told == tuple(wanted.values()) else wanted


def _add(session: Session, missing: Sequence[Any], price: Decimal) -> Offered:
    if not missing:
        return {}
    common = defaults(session)
    sellers = {row.program: row.programme_id or _seller_of(session, row) for row in missing}
    numbers = add_rows(session, EnrolmentNumber, [{"kind": OCCURRENCE_NUMBER}] * len(missing))
    add_rows(
        session,
        Occurrence,
        [
            {
                "id": number,
                "code": code_of(row.schedule, row.code),
                "programme_id": sellers[row.program],
                "qualification_id": row.program,
                "scheduled_unit_id": row.schedule,
                "start_date": row.start_date,
                "end_date": row.end_date,
                "maximum_places": row.maximum_participants,
                "web_published": _is_open(row),
                "amount": price,
                "status_id": common.status_id,
                "division_id": common.division_id,
                "organisation_id": common.organisation_id,
                **_delivery_of(row),
            }
            for number, row in zip(numbers, missing, strict=True)
        ],
    )
    add_rows(
        session,
        OccurrenceUnit,
        [{"occurrence_id": number, "unit_id": row.unit} for number, row in zip(numbers, missing, strict=True)],
    )
    return {row.program: number for number, row in zip(numbers, missing, strict=True)}


def code_of(scheduled_unit_id: int, program: str) -> str:
    """Return the code of the occurrence of a scheduled unit in a program: both, with a hyphen between."""
    return f"{scheduled_unit_id}-{program}"[:LONGEST_CODE]


def _seller_of(session: Session, row: Any) -> int:
    """Return the programme of a program that nobody has sold so far, and let it sell that."""
    number = programme_for(session, row.code, row.name, is_active=bool(row.active))
    stored = execute(session, PROGRAM_ROW, number=row.program).one()
    if stored.programme_id is None:
        change_row(session, Qualification, stored, programme_id=number)
    return number


PROGRAM_ROW = rows_of(Qualification).where(Qualification.id == bindparam("number"))


def _delivery_of(row: Any) -> dict[str, Any]:
    """Return how an occurrence is delivered: as the unit says by avet018, else online where the schedule says that."""
    mode = MODES.get(row.delivery_mode or "")
    if mode is None and row.mode_of_delivery == ONLINE:
        mode = MODES["20"]
    return {"delivery_modes": [mode] if mode else None, "delivery_type": DELIVERY_MODES[mode] if mode else None}
