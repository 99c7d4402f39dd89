"""A query over one entity as one SELECT, and its rows as text.

What clients ask over and over differs in the values of its filters alone; the statement is kept for the next time.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, Numeric, Select, Subquery, case, cast, func, select

from vettrak_api.errors import InvalidInput
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.additional_data.conditions import Condition, Filter, conditions
from vettrak_api.rules.additional_data.entities import Entity, Field, shortened
from vettrak_api.rules.additional_data.sources import Join, constant
from vettrak_api.rules.additional_data.values import WRITERS
from vettrak_api.settings import Settings

MOST_COLUMNS = 500
MOST_STATEMENTS = 128
"""Statements that are kept, those used last; the usual takes some kilobytes, the largest less than a megabyte."""

NUMBERS = frozenset({"Integer", "Decimal"})
AVERAGE = Numeric(18, 4)
"""Averages are computed with decimals on every database, whatever the type of the field."""

_AGGREGATED = re.compile(r"(\w+)\((\w+)\)")
_MOST_RECORDS = re.compile(r"maxrecords\s*=\s*([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Sort:
    """A field to sort by, as the client wrote it; no order means Ascending."""

    field: str | None
    order: str | None


@dataclass(frozen=True, slots=True)
class Return:
    """A column of the result as the client wrote it; without aggregate it is a value, or the key of a group."""

    field: str | None
    aggregate: str | None


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a query asks for, as the client wrote it."""

    filters: Sequence[Filter] = ()
    sorts: Sequence[Sort] = ()
    returns: Sequence[Return] = ()
    options: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The titles of the columns, and the records as one text (or None) per column."""

    titles: list[str]
    rows: list[list[str | None]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the result: a field, or an aggregate over a field."""

    field: Field
    aggregate: str = ""

    @property
    def title(self) -> str:
        """The name that the result gives the column."""
        return f"{self.aggregate}({self.field.name})" if self.aggregate else self.field.name

    @property
    def type(self) -> str:
        """The type of the column's values."""
        return {"Count": "Integer", "Average": "Decimal"}.get(self.aggregate, self.field.type)


Sorting: TypeAlias = Mapping[Column, bool]
"""Columns to sort by, in order, and whether they descend; each counts once."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a query that its statement depends on; the values of the filters are parameters."""

    entity: Entity
    conditions: tuple[Condition, ...]
    sorting: tuple[tuple[Column, bool], ...]
    columns: tuple[Column, ...]
    """Each column once."""
    distinct: bool
    most: int | None


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood: its shape, the columns as they were asked for, the values of the filters."""

    shape: Shape
    columns: list[Column]
    values: Mapping[str, Any]


def run_query(reader: Reader, entity: Entity, criteria: Criteria, settings: Settings) -> Result:
    """Return the records that meet the criteria; moments with an offset are read as local times.

    Raises InvalidInput for whatever the criteria name that the entity does not have.
    """
    statement, query = build_statement(entity, criteria, settings)
    positions = {column: position for position, column in enumerate(query.shape.columns)}
    layout = [(positions[column], WRITERS[column.type]) for column in query.columns]
    rows = execute(reader, statement, **query.values)
    return Result([column.title for column in query.columns], _texts(rows, layout))


def build_statement(entity: Entity, criteria: Criteria, settings: Settings) -> tuple[Select[Any], Query]:
    """Return the SELECT, each column once, and the query with the values of its parameters; raises as `run_query`."""
    found, values = conditions(entity, criteria.filters, settings)
    sorting = _sorting(entity, criteria.sorts)
    columns = _columns(entity, criteria.returns)
    distinct, most = _options(criteria.options)
    once = tuple(dict.fromkeys(columns))
    shape = Shape(entity, tuple(found), tuple(sorting.items()), once, distinct, most)
    return _statement(shape), Query(shape, columns, values)


@lru_cache(MOST_STATEMENTS)
def _statement(shape: Shape) -> Select[Any]:
    """Return the SELECT of a shape."""
    grouped = shape.distinct or any(column.aggregate for column in shape.columns)
    build = _grouped if grouped else _plain
    return build(shape.entity, shape.columns, shape.conditions, dict(shape.sorting)).limit(shape.most)


def _sorting(entity: Entity, sorts: Iterable[Sort]) -> Sorting:
    sorting: dict[Column, bool] = {}
    for wanted in sorts:
        named = _AGGREGATED.fullmatch((wanted.field or "").strip())
        column = _column(entity, named[2], named[1]) if named else Column(entity.field(wanted.field))
        order = (wanted.order or "").strip() or "Ascending"
        if order.lower() not in {"ascending", "descending"}:
            raise InvalidInput(f"Unknown sort order: {shortened(order)}.")
        sorting.setdefault(column, order.lower() == "descending")
    return sorting


def _columns(entity: Entity, returns: Sequence[Return]) -> list[Column]:
    if len(returns) > MOST_COLUMNS:
        raise InvalidInput(f"There are more than {MOST_COLUMNS} return fields.")
    wanted = [_column(entity, item.field, item.aggregate) for item in returns]
    return wanted or [Column(field) for field in entity.fields.values()]


def _column(entity: Entity, name: str | None, aggregate: str | None) -> Column:
    field = entity.field(name)
    wanted = (aggregate or "").strip()
    if not wanted:
        return Column(field)
    known = {title.lower(): title for title in AGGREGATES}.get(wanted.lower())
    if known is None:
        raise InvalidInput(f"Unknown aggregate: {shortened(wanted)}.")
    if known in {"Sum", "Average"} and field.type not in NUMBERS:
        raise InvalidInput(f"{known} needs a field with numbers: {field.name}.")
    return Column(field, known)


def _options(text: str | None) -> tuple[bool, int | None]:
    """Return whether equal records count once, and how many records are wanted at most; the rest is ignored."""
    options = [option.strip().lower() for option in (text or "").split(",")]
    limits = [int(match[1]) for match in map(_MOST_RECORDS.fullmatch, options) if match]
    return "distinct" in options, next((limit for limit in limits if limit), None)


def _base(
    entity: Entity, fields: Sequence[Field], found: Iterable[Condition], others: Iterable[Field] = ()
) -> Select[Any]:
    """Select the fields of the records that meet the conditions, with no more joins than are used."""
    joins: dict[Join, None] = {}
    for field in [*fields, *others, *(condition.field for condition in found)]:
        if field.source.join is not None:
            joins.update(dict.fromkeys(field.source.join.chain()))
    labelled = [field.source.expression.label(f"value{number}") for number, field in enumerate(fields)]
    statement = select(*labelled).select_from(entity.table)
    for join in joins:
        statement = statement.outerjoin(join.table, join.on)
    if entity.restriction is not None:
        statement = statement.where(entity.restriction)
    return statement.where(*(condition.clause for condition in found))


def _plain(entity: Entity, columns: Sequence[Column], found: Sequence[Condition], sorting: Sorting) -> Select[Any]:
    """Select the records one by one; those that are otherwise equal come by key."""
    wanted = {column.field: descending for column, descending in sorting.items() if not column.aggregate}
    wanted.setdefault(entity.key, False)
    terms: list[Any] = []
    for field, descending in wanted.items():
        terms += _terms(field.source.key, descending=descending, nullable=_may_be_null(field))
    fields = [column.field for column in columns]
    return _base(entity, fields, found, wanted).order_by(*terms)


def _grouped(entity: Entity, columns: Sequence[Column], found: Sequence[Condition], sorting: Sorting) -> Select[Any]:
    """Select groups, or distinct records, from the records as a derived table.

    Neither SQL Server nor PostgreSQL would group by the expressions themselves. What is no column of the result
    can not sort it and is passed over.
    """
    fields = list(dict.fromkeys(column.field for column in columns))
    records = _base(entity, fields, found).subquery()
    values = {column: _value(column, records, fields.index(column.field)) for column in columns}
    keys = [value for column, value in values.items() if not column.aggregate]
    wanted = {column: sorting.get(column, False) for column in [*sorting, *columns] if column in values}
    terms: list[Any] = []
    for column, descending in wanted.items():
        if column in sorting or not column.aggregate:
            key = func.lower(values[column]) if column.type == "String" else values[column]
            terms += _terms(key, descending=descending, nullable=True)
    statement = select(*(value.label(f"column{number}") for number, value in enumerate(values.values())))
    return statement.group_by(*keys).order_by(*terms)


def _value(column: Column, records: Subquery, position: int) -> Any:
    value = records.c[f"value{position}"]
    return AGGREGATES[column.aggregate](value, column.field) if column.aggregate else value


def _terms(key: Any, *, descending: bool, nullable: bool) -> list[ColumnElement[Any]]:
    """Return the order by a key, nulls first on every database and in both directions."""
    order = key.desc() if descending else key.asc()
    return [case((key.is_(None), constant(0)), else_=constant(1)), order] if nullable else [order]


def _may_be_null(field: Field) -> bool:
    source = field.source
    return source.join is not None or source.attribute is None or bool(source.attribute.nullable)


def _sum(value: Any, field: Field) -> Any:
    return func.sum(cast(value, BigInteger) if field.type == "Integer" else value)


def _average(value: Any, field: Field) -> Any:
    del field
    return func.avg(cast(value, AVERAGE), type_=AVERAGE)


AGGREGATES: Mapping[str, Callable[[Any, Field], Any]] = {
    "Count": lambda value, field: func.count(value),  # noqa: ARG005 - all take both
    "Sum": _sum,
    "Min": lambda value, field: func.min(value),  # noqa: ARG005
    "Max": lambda value, field: func.max(value),  # noqa: ARG005
    "Average": _average,
}


def _texts(rows: Iterable[Any], layout: list[tuple[int, Callable[[Any], str]]]) -> list[list[str | None]]:
    return [[None if (value := row[position]) is None else write(value) for position, write in layout] for row in rows]
