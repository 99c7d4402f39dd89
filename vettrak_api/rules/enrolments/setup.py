"""What the organisation may say of an enrolment and its units when it brings them from elsewhere."""

from collections.abc import Iterator

from vettrak_api.model.enrolments import EMPLOYER
from vettrak_api.rules.judging import Broken, Values, between, in_order, not_negative


def broken_of_enrolment(values: Values) -> Iterator[Broken]:
    """Judge an enrolment."""
    yield from in_order(values, "start_date", "end_date")
    yield from not_negative(values, "held_places")
    if values.get("kind") == EMPLOYER:
        if "employer_id" in values and values["employer_id"] is None:
            yield Broken("employer_id", "an employer's enrolment names no employer", "Name the employer.")
    elif "client_id" in values and values["client_id"] is None:
        yield Broken("client_id", "names nobody who is enrolled", "Name the client, or say that it is an employer's.")


def broken_of_unit(values: Values) -> Iterator[Broken]:
    """Judge a unit of an enrolment, or a result that it had before."""
    yield from in_order(values, "start_date", "finish_date")
    yield from between(values, "percentage", -1, 100)


def broken_of_task(values: Values) -> Iterator[Broken]:
    """Judge a task of an enrolment."""
    yield from in_order(values, "start_date", "due_date")
    yield from between(values, "percentage", 0, 100)


def broken_of_attendance(values: Values) -> Iterator[Broken]:
    """Judge an attendance."""
    yield from in_order(values, "start", "finish")


def broken_of_contract(values: Values) -> Iterator[Broken]:
    """Judge a contract."""
    yield from in_order(values, "start_date", "end_date")
