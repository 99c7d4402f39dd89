"""The AVETMISS statistics of a web client beside those of clients, in words instead of codes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.model.quarantine import WebClient
from vettrak_api.model.reference import ReferenceCode
from vettrak_api.rules.clients.statistics import AVAILABLE, NOT_STATED, SURVEY_STATUS

MEMBERS = (
    ("Country of birth", "country_of_birth", "COUNTRY"),
    ("Language at home", "language", "LANGUAGE"),
    ("English proficiency", "english_proficiency", "ENGLISH_PROFICIENCY"),
    ("Indigenous status", "aboriginal_flag", "ABORIGINAL"),
    ("Employment", "employment_category", "EMPLOYMENT_CATEGORY"),
    ("Still at school", "at_school_flag", "YES_NO"),
    ("Highest school level", "highest_school_level", "HIGHEST_SCHOOL_LEVEL"),
    ("Year completed", "completed_year", ""),
    ("Completed at", "completed_location", ""),
    ("Disability", "disability_flag", "YES_NO"),
    ("Disabilities", "disabilities", "DISABILITY"),
    ("Prior education", "prior_education_flag", "YES_NO"),
    ("Achievements", "achievements", "PRIOR_EDUCATION"),
    ("Survey contact", SURVEY_STATUS, "SURVEY_CONTACT_STATUS"),
)
"""Label, column or list of codes, and the list that explains the codes."""

Codes = tuple[str, ...]
Stated = Mapping[str, Codes]
"""The stated codes of one person, by column."""


def statistics_rows(session: Session, person: WebClient, clients: Sequence[Client]) -> list[tuple[str, str, list[str]]]:
    """Return label, the web's value and each client's value of the members that the web states."""
    told = _told(person)
    if not told:
        return []
    stored = _stored(session, [client.id for client in clients])
    everybody = [told, *(stored[client.id] for client in clients)]
    words = _words(session, everybody)
    rows = []
    for label, column, list_name in MEMBERS:
        if column in told:
            web, *others = (_text(stated.get(column, ()), list_name, words) for stated in everybody)
            rows.append((label, web, others))
    return rows


def _told(person: WebClient) -> Stated:
    statistics = person.statistics or {}
    told = {column: (value,) for column, value in statistics.get("columns", {}).items()}
    told |= {name: tuple(sorted(statistics.get(name) or ())) for name in ("disabilities", "achievements")}
    if person.survey_contact_status != AVAILABLE:
        told[SURVEY_STATUS] = (person.survey_contact_status,)
    return _stated(told)


def _stated(codes: Mapping[str, Codes]) -> Stated:
    wanted = {column for _, column, _ in MEMBERS}
    return {column: kept for column, kept in codes.items() if column in wanted and kept and kept[0] not in NOT_STATED}


def _stored(session: Session, numbers: Sequence[int]) -> dict[int, Stated]:
    """Return what is stored of each client, in three statements."""
    found: dict[int, dict[str, Codes]] = {number: {} for number in numbers}
    for row in session.scalars(select(ClientStatistics).where(ClientStatistics.client_id.in_(numbers))):
        found[row.client_id] |= {column: (getattr(row, column),) for _, column, _ in MEMBERS if hasattr(row, column)}
    lists: tuple[tuple[str, Any], ...] = (("disabilities", ClientDisability), ("achievements", ClientPriorEducation))
    for name, table in lists:
        for item in session.scalars(select(table).where(table.client_id.in_(numbers)).order_by(table.code)):
            found[item.client_id][name] = (*found[item.client_id].get(name, ()), item.code)
    return {number: _stated(codes) for number, codes in found.items()}


def _words(session: Session, everybody: Iterable[Stated]) -> dict[tuple[str, str], str]:
    """Return the texts of all codes that are to be shown, by list and code."""
    used = {
        (list_name, code)
        for stated in everybody
        for _, column, list_name in MEMBERS
        for code in stated.get(column, ())
        if list_name
    }
    return words_of(session, used)


def words_of(session: Session, used: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the texts of codes by list and code."""
    named = [and_(ReferenceCode.list_name == name, ReferenceCode.code == code) for name, code in sorted(used)]
    if not named:
        return {}
    wanted = select(ReferenceCode.list_name, ReferenceCode.code, ReferenceCode.name).where(or_(*named))
    return {(row.list_name, row.code): row.name for row in session.execute(wanted)}


def _text(codes: Codes, list_name: str, words: Mapping[tuple[str, str], str]) -> str:
    return ", ".join(words.get((list_name, code), code) for code in codes)
