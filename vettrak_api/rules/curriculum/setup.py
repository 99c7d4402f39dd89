"""What the organisation may say of units, schedules and assessments when it brings them from elsewhere."""

from collections.abc import Iterator

from vettrak_api.rules.judging import Broken, Values, in_order, not_negative


def broken_of_schedule(values: Values) -> Iterator[Broken]:
    """Judge a scheduled unit."""
    yield from in_order(values, "start_date", "end_date")
    yield from not_negative(values, "maximum_participants")


def broken_of_assessment(values: Values) -> Iterator[Broken]:
    """Judge an assessment of a unit or a scheduled unit."""
    yield from in_order(values, "start_week", "end_week")
    most, needed = values.get("maximum_mark"), values.get("pass_mark")
    if most is not None and not 0 < most <= 100:
        yield Broken("maximum_mark", "is not above 0 and at most 100", "Write a number from 0.01 to 100.")
    if most is not None and needed is not None and not 0 <= needed <= most:
        yield Broken("pass_mark", "is not from 0 to the maximum mark", "Write a mark that can be reached.")


def broken_of_hours(values: Values) -> Iterator[Broken]:
    """Judge what counts hours, points or dollars."""
    yield from not_negative(values, "hours", "nominal_hours", "scheduled_hours", "amount", "per_unit_amount")
