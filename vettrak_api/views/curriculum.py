"""The records of the curriculum API: for each, the columns by the names of its fields, its order and its number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    true,
)

from vettrak_api.model.base import fold
from vettrak_api.model.curriculum import (
    CodeItem,
    Competency,
    ScheduledAssessment,
    ScheduledFee,
    ScheduledUnit,
    StatusItem,
    UnitAssessment,
)
from vettrak_api.model.programmes import CORE_UNIT, ELECTIVE_UNIT, Qualification, QualificationUnit, Unit
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.rules.curriculum import fields
from vettrak_api.rules.curriculum.lookups import number_of

NUMBER = "record_number"
"""The column that holds the number of a record's row; no field is called so."""

Expressions = Mapping[str, Any]
Filters = Mapping[str, Any]
"""Values by the names of the fields that must have them; None for those that must have none."""

LIMIT, OFFSET = bindparam("most", type_=Integer), bindparam("passed", type_=Integer)


@dataclass(frozen=True)
class Listing:
    """How records of a kind are read: where from, what each field is, and which one is the key.

    folded: the key's folded twin, by whose index the key is found, where it has one.
    more: conditions of fields that are not among the columns, with the parameter of the field's name.
    owners: conditions of fields that name another record, which find that first: so the database knows how few records
    belong to it.
    """

    number: Any
    expressions: Expressions
    key: str
    source: Any
    folded: Any = None
    more: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)
    owners: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)

    @property
    def select(self) -> Select[Any]:
        """The SELECT of all records, by fields."""
        columns = [expression.label(name) for name, expression in self.expressions.items()]
        made: Select[Any] = select(self.number.label(NUMBER), *columns).select_from(self.source)
        return made

    def find(self, reader: Reader, key: str) -> Any:
        """Return the record with a key; None when there is none."""
        if isinstance(self.expressions[self.key].type, String):
            folded = {} if self.folded is None else {"folded": fold(key)}
            return execute(reader, _by_code(self), key=key, **folded).one_or_none()
        number = number_of(key)
        return None if number is None else self.get(reader, number)

    def get(self, reader: Reader, number: int) -> Any:
        """Return the record of a row."""
        return execute(reader, _by_number(self), number=number).one_or_none()

    def list(self, reader: Reader, filters: Filters, limit: int, offset: int) -> tuple[Sequence[Any], int]:
        """Return the records that have all these values, in the order in which they were made, and how many there are.

        At most `limit` of them, after `offset` others.
        """
        names, values = self._named(filters)
        rows = execute(reader, _page(self, names), **values, most=limit, passed=offset).all()
        if len(rows) < limit and (rows or not offset):
            return rows, offset + len(rows)  # the last ones: nobody need count
        total: int = execute(reader, _count(self, names), **values).scalar_one()
        return rows, total

    def _named(self, filters: Filters) -> tuple[frozenset[tuple[str, bool]], dict[str, Any]]:
        names = frozenset((name, value is None) for name, value in filters.items())
        told = {name: value for name, value in filters.items() if value is not None}
        values = {f"of_{name}": value for name, value in told.items()}
        return names, values | {f"folded_{name}": fold(told[name]) for name in told.keys() & self.owners.keys()}

    def __hash__(self) -> int:  # noqa: D105
        return id(self)


@cache
def _by_code(listing: Listing) -> Select[Any]:
    found = listing.select.where(listing.expressions[listing.key] == bindparam("key", type_=String))
    return found if listing.folded is None else found.where(listing.folded == bindparam("folded", type_=String))


@cache
def _by_number(listing: Listing) -> Select[Any]:
    return listing.select.where(listing.number == bindparam("number", type_=Integer))


@cache
def _page(listing: Listing, names: frozenset[tuple[str, bool]]) -> Select[Any]:
    found = listing.select.where(*_conditions(listing, names))
    return found.order_by(listing.number).limit(LIMIT).offset(OFFSET)


@cache
def _count(listing: Listing, names: frozenset[tuple[str, bool]]) -> Select[Any]:
    return select(func.count()).select_from(listing.source).where(*_conditions(listing, names))


def _conditions(listing: Listing, names: Iterable[tuple[str, bool]]) -> list[ColumnElement[bool]]:
    conditions: list[Any] = []
    for name, is_none in sorted(names):
        if name in listing.more:
            condition = listing.more[name]
            conditions.append(~_any_fee() if is_none else condition)
            continue
        if name in listing.owners and not is_none:
            conditions.append(listing.owners[name])
            continue
        expression = listing.expressions[name]
        parameter = bindparam(f"of_{name}", type_=expression.type)
        conditions.append(expression.is_(None) if is_none else expression == parameter)
    return conditions


def _columns(table: Any, columns: Mapping[str, str], **others: Any) -> dict[str, Any]:
    """Return the expressions of a table's fields; others: those that are no plain columns."""
    plain = {name: getattr(table, column) for name, column in columns.items()}
    return {**{name: others.pop(name, value) for name, value in plain.items()}, **others}


def _status(table: Any, active: str, inactive: str) -> ColumnElement[str]:
    """Return the status of what may have been made without a feeding system."""
    known = case((table.active == true(), literal(active, String)), else_=literal(inactive, String))
    return func.coalesce(table.status, known)


def _code_of(table: Any, column: Any) -> Any:
    """Return the code of the row of a table that a column names; found row by row, so that no table is read whole."""
    return select(table.code).where(table.id == column).correlate(column.table).scalar_subquery()


def _owned(column: Any, table: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that a column names the row of a table with a code."""
    key, exact = bindparam(f"folded_{name}", type_=String), bindparam(f"of_{name}", type_=String)
    owner = select(table.id).where(table.code_key == key, table.code == exact).correlate(None)
    condition: ColumnElement[bool] = column == owner.scalar_subquery()
    return condition


PROGRAMS = Listing(
    Qualification.id,
    _columns(
        Qualification,
        fields.PROGRAM,
        programStatusId=_status(Qualification, "PROGRAM_ACTIVE", "PROGRAM_INACTIVE"),
    ),
    "eduProgramId",
    Qualification,
    Qualification.code_key,
)
UNITS = Listing(
    Unit.id,
    _columns(
        Unit,
        fields.UNIT,
        eduOtherUnitId=func.coalesce(Unit.other_code, Unit.code),
        unitStatusId=_status(Unit, "UNIT_ACTIVE", "UNIT_INACTIVE"),
    ),
    "eduUnitId",
    Unit,
    Unit.code_key,
)

_KIND = case(
    (QualificationUnit.constraint_type.is_not(None), QualificationUnit.constraint_type),
    (QualificationUnit.core == true(), literal(CORE_UNIT, String)),
    else_=literal(ELECTIVE_UNIT, String),
)
CONSTRAINTS = Listing(
    QualificationUnit.id,
    {
        "eduProgramUnitConstraintId": QualificationUnit.__table__.c.id,
        "eduProgramId": _code_of(Qualification, QualificationUnit.__table__.c.qualification_id),
        "eduUnitId": _code_of(Unit, QualificationUnit.__table__.c.unit_id),
        "constraintTypeId": _KIND,
        "constraintUnitId": _code_of(Unit, QualificationUnit.__table__.c.constraint_unit_id),
        "displayCode": QualificationUnit.__table__.c.display_code,
    },
    "eduProgramUnitConstraintId",
    QualificationUnit.__table__,
    owners={
        "eduUnitId": _owned(QualificationUnit.__table__.c.unit_id, Unit, "eduUnitId"),
        "eduProgramId": _owned(QualificationUnit.__table__.c.qualification_id, Qualification, "eduProgramId"),
        "constraintUnitId": _owned(QualificationUnit.__table__.c.constraint_unit_id, Unit, "constraintUnitId"),
    },
)


def _any_fee(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ScheduledFee.scheduled_unit_id == ScheduledUnit.id, *conditions).correlate(ScheduledUnit)


_SCHEDULE_FIELDS = {
    "eduScheduledUnitId": ScheduledUnit.__table__.c.id,
    "eduUnitId": _code_of(Unit, ScheduledUnit.__table__.c.unit_id),
    **_columns(ScheduledUnit, fields.SCHEDULED_UNIT),
}
_SCHEDULES_OWNERS = {"eduUnitId": _owned(ScheduledUnit.__table__.c.unit_id, Unit, "eduUnitId")}
SCHEDULED_UNITS = Listing(
    ScheduledUnit.__table__.c.id,
    _SCHEDULE_FIELDS,
    "eduScheduledUnitId",
    ScheduledUnit.__table__,
    owners=_SCHEDULES_OWNERS,
)
SCHEDULED_UNIT_FEES = Listing(
    ScheduledUnit.__table__.c.id,
    _SCHEDULE_FIELDS,
    "eduScheduledUnitId",
    ScheduledUnit.__table__,
    more={
        name: _any_fee(column == bindparam(f"of_{name}", type_=column.type))
        for name, column in (
            ("fee", ScheduledFee.amount),
            ("feeTypeId", ScheduledFee.fee_type),
            ("description", ScheduledFee.description),
        )
    },
    owners=_SCHEDULES_OWNERS,
)
SCHEDULED_FEES = Listing(
    ScheduledFee.__table__.c.id,
    {
        "scheduledFeeId": ScheduledFee.__table__.c.id,
        "eduScheduledUnitId": ScheduledFee.__table__.c.scheduled_unit_id,
        "eduProgramId": _code_of(Qualification, ScheduledFee.__table__.c.qualification_id),
        **_columns(ScheduledFee, fields.SCHEDULED_FEE),
    },
    "scheduledFeeId",
    ScheduledFee.__table__,
    owners={"eduProgramId": _owned(ScheduledFee.__table__.c.qualification_id, Qualification, "eduProgramId")},
)
SCHEDULED_ASSESSMENTS = Listing(
    ScheduledAssessment.__table__.c.id,
    {
        "scheduledAssessmentId": ScheduledAssessment.__table__.c.id,
        "eduScheduledUnitId": ScheduledAssessment.__table__.c.scheduled_unit_id,
        "assessmentId": ScheduledAssessment.__table__.c.unit_assessment_id,
        **_columns(ScheduledAssessment, fields.ASSESSMENT),
    },
    "scheduledAssessmentId",
    ScheduledAssessment,
)
_ASSESSMENTS_OWNERS = {"eduUnitId": _owned(UnitAssessment.__table__.c.unit_id, Unit, "eduUnitId")}
_ASSESSMENT_KEYS = {
    "assessmentId": UnitAssessment.__table__.c.id,
    "eduUnitId": _code_of(Unit, UnitAssessment.__table__.c.unit_id),
}
UNIT_ASSESSMENTS = Listing(
    UnitAssessment.__table__.c.id,
    {**_ASSESSMENT_KEYS, **_columns(UnitAssessment, fields.ASSESSMENT)},
    "assessmentId",
    UnitAssessment.__table__,
    owners=_ASSESSMENTS_OWNERS,
)
UNIT_COMPETENCIES = Listing(
    UnitAssessment.__table__.c.id,
    {
        **_ASSESSMENT_KEYS,
        **_columns(UnitAssessment, fields.UNIT_COMPETENCY),
        "description": UnitAssessment.__table__.c.description,
    },
    "assessmentId",
    UnitAssessment.__table__,
    owners=_ASSESSMENTS_OWNERS,
)
COMPETENCIES = Listing(
    Competency.id, _columns(Competency, fields.COMPETENCY), "competencyId", Competency, Competency.code_key
)
CODE_ITEMS = Listing(CodeItem.id, _columns(CodeItem, fields.CODE_ITEM), "codeId", CodeItem)
STATUS_ITEMS = Listing(StatusItem.id, _columns(StatusItem, fields.STATUS_ITEM), "statusId", StatusItem)


@cache
def _of_schedules(listing: Listing, number: int) -> Select[Any]:
    """Return the search for what belongs to so many schedules; prepared once for each number."""
    wanted = [bindparam(f"schedule{at}", type_=Integer) for at in range(number)]
    return listing.select.where(listing.expressions["eduScheduledUnitId"].in_(wanted)).order_by(listing.number)


def by_schedule(reader: Reader, listing: Listing, schedules: Sequence[int]) -> dict[int, list[Any]]:
    """Return the fees, or the assessments, of schedules by their numbers."""
    found: dict[int, list[Any]] = {number: [] for number in schedules}
    for part in portions(schedules):
        # As many parameters as there are, or a round number: so there are few statements.
        size = 1 if len(part) == 1 else next(size for size in (10, 100, 1_000) if size >= len(part))
        filled = part + [part[-1]] * (size - len(part))
        values = {f"schedule{at}": number for at, number in enumerate(filled)}
        for row in execute(reader, _of_schedules(listing, size), **values):
            found[row.eduScheduledUnitId].append(row)
    return found
