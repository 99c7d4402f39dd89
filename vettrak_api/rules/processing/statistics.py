"""Carries the AVETMISS data of a web client over to the client that it became."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.model.quarantine import WebClient

NOT_STATED = frozenset({None, "", "@", "@@", "@@@@"})
SURVEY_STATUS = "survey_contact_status"
AVAILABLE = "A"
"""The survey contact status of whoever says nothing about it; it never replaces another."""

DENIED = "N"


def write_statistics(session: Session, client_id: int, web: WebClient, *, is_new: bool) -> None:
    """Write the values that are stated; a list is replaced as a whole when the web fills it or denies it."""
    told = web.statistics or {}
    columns = {name: value for name, value in told.get("columns", {}).items() if value not in NOT_STATED}
    if web.survey_contact_status != AVAILABLE:
        columns[SURVEY_STATUS] = web.survey_contact_status
    if columns:
        _write_columns(session, client_id, columns, is_new=is_new)
    disabilities: dict[str, dict[str, Any]] = {code: {} for code in told.get("disabilities") or ()}
    educations = {code: {"recognition": value} for code, value in (told.get("achievements") or {}).items()}
    if disabilities or (not is_new and columns.get("disability_flag") == DENIED):
        _replace(session, ClientDisability, client_id, disabilities)
    if educations or (not is_new and columns.get("prior_education_flag") == DENIED):
        _replace(session, ClientPriorEducation, client_id, educations)


def _write_columns(session: Session, client_id: int, columns: dict[str, Any], *, is_new: bool) -> None:
    statistics = None if is_new else session.get(ClientStatistics, client_id)
    if statistics is None:
        statistics = ClientStatistics(client_id=client_id)
        session.add(statistics)
    for column, value in columns.items():
        setattr(statistics, column, value)


def _replace(session: Session, table: Any, client_id: int, wanted: dict[str, dict[str, Any]]) -> None:
    """Make the rows of a list those that are wanted: columns by code."""
    present = {row.code: row for row in session.scalars(select(table).where(table.client_id == client_id))}
    for code in present.keys() - wanted.keys():
        session.delete(present[code])
    for code, columns in wanted.items():
        if code not in present:
            session.add(table(client_id=client_id, code=code, **columns))
            continue
        for column, value in columns.items():
            setattr(present[code], column, value)
