"""Brings the reference lists of a database up to date; safe to repeat, changes nothing that the RTO changed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model import reference
from vettrak_api.model.curriculum import CodeItem, StatusItem
from vettrak_api.model.finance import PaymentType
from vettrak_api.model.occurrences import TaskStatus
from vettrak_api.model.security import Role
from vettrak_api.reference_data import curriculum, lists
from vettrak_api.reference_data.files import LONG_LISTS, read_list

NAMELESS = "Training Organisation"
"""What an organisation is called until somebody names it."""

API_ROLE = "API"
"""The role that carries the feature VETtrak API."""

SETUP_ROLE = "Set-up"
"""The role whose holders set the organisation up."""


def load_reference_data(session: Session) -> int:
    """Add what is missing from every list and return how many rows that were."""
    added = sum(
        (
            _add(session, reference.State, "short_name", _states()),
            _add(
                session,
                reference.EnrolmentStatus,
                "name",
                _named(("name", "status_type"), lists.ENROLMENT_STATUSES),
            ),
            _add(
                session,
                reference.ResultType,
                "name",
                _named(("name", "code", "kind", "description"), lists.RESULT_TYPES),
            ),
            _add(session, reference.StudyReason, "code", _named(("code", "name"), lists.STUDY_REASONS)),
            _add(
                session,
                reference.ReferralSource,
                "name",
                _named(("name", "group_name"), lists.REFERRAL_SOURCES),
            ),
            _add(
                session,
                reference.AttendanceType,
                "name",
                _named(("name", "code", "sign", "is_default"), lists.ATTENDANCE_TYPES),
            ),
            _add(session, reference.AwardType, "name", _named(("name", "code", "kind"), lists.AWARD_TYPES)),
            _add(session, reference.EventType, "name", ({"name": name} for name in lists.EVENT_TYPES)),
            _add(session, PaymentType, "code", _named(("code", "name", "flag", "web_default"), lists.PAYMENT_TYPES)),
            _add(session, TaskStatus, "code", _named(("code", "name", "kind"), lists.TASK_STATUSES)),
            _add(session, Role, "name", [{"name": API_ROLE, "grants_api": True}]),
            _add(session, Role, "name", [{"name": SETUP_ROLE, "grants_setup": True}]),
            _add(session, CodeItem, "identifier", _items("code_type", curriculum.CODE_ITEMS)),
            _add(session, StatusItem, "identifier", _items("status_type", curriculum.STATUS_ITEMS)),
            _add_relationships(session),
            _add_codes(session),
            _add_root(session),
        )
    )
    session.flush()
    return added


def _named(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterable[dict[str, Any]]:
    return (dict(zip(names, row, strict=True)) for row in rows)


def _items(of: str, rows: Iterable[tuple[str, str, str]]) -> Iterable[dict[str, Any]]:
    return ({"identifier": code, of: name, "code": code, "description": text} for name, code, text in rows)


def _states() -> Iterable[dict[str, Any]]:
    return _named(("short_name", "name", "code"), lists.STATES)


def _add(session: Session, table: Any, key: str, rows: Iterable[dict[str, Any]]) -> int:
    present = set(session.scalars(select(getattr(table, key))))
    missing = [table(**row) for row in rows if row[key] not in present]
    session.add_all(missing)
    return len(missing)


def _add_relationships(session: Session) -> int:
    present = set(session.scalars(select(reference.RelationshipType.code)))
    missing = {code: entry for code, entry in lists.RELATIONSHIP_TYPES.items() if code not in present}
    for code, (name, relations) in missing.items():
        kind = reference.RelationshipType(code=code, name=name)
        session.add(kind)
        session.flush()
        session.add_all(reference.Relation(relationship_type_id=kind.id, name=relation) for relation in relations)
    return len(missing)


def _add_codes(session: Session) -> int:
    columns = (reference.ReferenceCode.list_name, reference.ReferenceCode.code)
    present = {tuple(row) for row in session.execute(select(*columns))}
    code_lists = {**lists.CODE_LISTS, **{name: read_list(file) for name, file in LONG_LISTS.items()}}
    missing = [
        reference.ReferenceCode(list_name=list_name, code=code, name=name, position=position)
        for list_name, entries in code_lists.items()
        for position, (code, name) in enumerate(entries)
        if (list_name, code) not in present
    ]
    session.add_all(missing)
    return len(missing)


def _add_root(session: Session) -> int:
    if session.scalars(select(reference.Division.id).limit(1)).first() is not None:
        return 0
    session.add(reference.Division(name="Head Office"))
    session.add(reference.Organisation(name=NAMELESS))
    return 2
