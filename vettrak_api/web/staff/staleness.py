"""Whether a web record still is as a page showed it: its site may change it until it is decided."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, NotFound
from vettrak_api.model.base import Stamped
from vettrak_api.model.quarantine import (
    DELETED,
    PROCESSED,
    REJECTED,
    WebClassChoice,
    WebClient,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebPriceChoice,
    WebRelationship,
    WebUnitChoice,
    WebWaitlist,
)
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.quarantine.pending import Held, Quarantine
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.queries import Statement

Row = TypeVar("Row", WebEnrolment, WebWaitlist)

CHANGED = (
    "Nothing was done: this record was changed since you opened it, by its web site or by a colleague. "
    "Please look at it again."
)

DECIDED = {PROCESSED: "processed", REJECTED: "rejected", DELETED: "deleted"}

STAMPS = frozenset(Stamped.__annotations__)
"""They tell less than the values do: two changes within a second have the same."""


def _values_of(table: Any) -> tuple[str, ...]:
    return tuple(column.key for column in table.__table__.columns if column.key not in STAMPS)


def _part(table: Any, owner: Any, *joins: Any) -> tuple[Statement, Statement]:
    """Return the SELECT of the values of a part by the number of its record, without and with holding the part."""
    keys = [key for key in inspect(table).primary_key if key is not owner.property.columns[0]]
    values = [table.__table__.columns[name] for name in _values_of(table)]
    wanted = select(owner, *values).select_from(owner.class_).where(owner.in_(bindparam("numbers", expanding=True)))
    for join in joins:
        wanted = wanted.join(table, join)
    # SQL Server refuses an order that names a column twice.
    wanted = wanted.order_by(owner, *(key for key in keys if key is not owner.property.columns[0]))
    return wanted, for_update(wanted, table)


PARTS: Mapping[Any, Sequence[tuple[Statement, Statement]]] = {
    WebEnrolment: (
        _part(WebEnrolment, WebEnrolment.id),
        _part(WebClient, WebClient.web_enrolment_id),
        _part(WebEmployer, WebEmployer.web_enrolment_id),
        # Web employers that stand alone: who pays, and for whom the people work.
        _part(WebEmployer, WebEnrolment.id, WebEmployer.id == WebEnrolment.invoicee_id),
        _part(WebEmployer, WebClient.web_enrolment_id, WebEmployer.id == WebClient.web_employer_id),
        _part(WebPayment, WebPayment.web_enrolment_id),
        _part(WebRelationship, WebRelationship.web_enrolment_id),
        _part(WebClassChoice, WebClassChoice.web_enrolment_id),
        _part(WebUnitChoice, WebUnitChoice.web_enrolment_id),
        _part(WebPriceChoice, WebPriceChoice.web_enrolment_id),
    ),
    WebWaitlist: (_part(WebWaitlist, WebWaitlist.id), _part(WebClient, WebClient.web_waitlist_id)),
}
"""Everything that a site tells of a record, the record itself first."""

VALUES: Mapping[Any, tuple[str, ...]] = {table: _values_of(table) for table in PARTS}
"""The columns of a record that count."""

DECIDERS: Mapping[Any, Statement] = {
    table: select(table.state, table.closed_by).where(table.id == bindparam("number"))
    for table in (WebEnrolment, WebWaitlist)
}
"""Who has decided about a record, and how."""

FINDERS: Mapping[Any, Callable[[Quarantine, int], Any]] = {
    WebEnrolment: Quarantine.web_enrolment,
    WebWaitlist: Quarantine.waitlist,
}


def fingerprints(session: Session, table: type[Row], numbers: Sequence[int]) -> dict[int, str]:
    """Return a digest of all values of each record; it tells nothing but whether they are the same.

    A page asks for it before it reads what it shows: what changes in between then is one alarm too many, not one
    too few.
    """
    if not numbers:
        return {}
    return _digests(numbers, (execute(session, plain, numbers=list(numbers)) for plain, _ in PARTS[table]))


def _fingerprint_of(session: Session, table: type[Row], held: Held) -> str:
    """Return the digest of a record that is held, and hold its parts too."""
    own = (held.id, *(getattr(held, column) for column in VALUES[table]))
    parts = (execute(session, holding, numbers=[held.id]) for _, holding in PARTS[table][1:])
    digest: str = _digests([held.id], chain([[own]], parts))[held.id]
    return digest


def _digests(numbers: Sequence[int], parts: Iterable[Iterable[Any]]) -> dict[int, str]:
    """Return the digests of records by their parts, whose rows begin with the number of the record."""
    digests = {number: hashlib.sha256() for number in numbers}
    for position, rows in enumerate(parts):
        for owner, *values in rows:
            digests[owner].update(repr((position, values)).encode())
    return {number: digest.hexdigest() for number, digest in digests.items()}


def lock_as_shown(session: Session, table: type[Row], number: int, fingerprint: str) -> Held:
    """Return a pending record, held until the transaction ends, if it is as the page with the fingerprint showed it.

    Web employers that stand alone are held too, for their sites change them without holding the record. Raises
    NotFound when there is no such record, Conflict when somebody has decided or changed it.
    """
    try:
        row: Held = FINDERS[table](Quarantine(session), number)
    except NotFound:
        _refuse_decided(session, table, number)
        raise
    if _fingerprint_of(session, table, row) != fingerprint:
        raise Conflict(CHANGED)
    return row


def _refuse_decided(session: Session, table: type[Row], number: int) -> None:
    """Tell whoever comes too late who decided what, rather than that nothing is found."""
    decided = execute(session, DECIDERS[table], number=number).first()
    if decided is None or decided.state not in DECIDED:
        return
    who = "its web site" if decided.state == DELETED else names_of(session, [decided.closed_by])[decided.closed_by]
    raise Conflict(f"Nothing was done: {who} has {DECIDED[decided.state]} this meanwhile.")


def field_of_fingerprint(number: int) -> str:
    """Return the name of the form's field that says which state of a record the page showed."""
    return f"shown-{number}"
