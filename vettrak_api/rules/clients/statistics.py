"""The AVETMISS statistics of clients: one row of codes, and the lists of disabilities and prior education."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.model.rows import add_object
from vettrak_api.model.statements import execute

SURVEY_STATUS = "survey_contact_status"
AVAILABLE = "A"
"""The survey contact status of whoever says nothing about it; it never replaces another."""

NOT_STATED = frozenset({None, "", "@", "@@", "@@@@"})
"""Codes that say nothing."""

DENIED = "N"
"""A flag that denies what a list would tell."""

YEAR = re.compile(r"[0-9]{4}|@{4}")
"""The year in which somebody completed school; @@@@ for not stated."""

_CLIENT: BindParameter[int] = bindparam("client")

STATISTICS = select(ClientStatistics).where(ClientStatistics.client_id == _CLIENT)
DISABILITIES = select(ClientDisability).where(ClientDisability.client_id == _CLIENT)
PRIOR_EDUCATION = select(ClientPriorEducation).where(ClientPriorEducation.client_id == _CLIENT)
_DENIED = select(ClientStatistics.client_id).where(ClientStatistics.client_id == _CLIENT)
DISABILITIES_DENIED = _DENIED.where(
    ClientStatistics.disability_flag == DENIED, exists().where(ClientDisability.client_id == _CLIENT)
)
PRIOR_EDUCATION_DENIED = _DENIED.where(
    ClientStatistics.prior_education_flag == DENIED, exists().where(ClientPriorEducation.client_id == _CLIENT)
)
"""Find a client whose record contradicts itself already."""
CONTRADICTIONS = {
    "disability_flag": ("DisabilityFlag is N, but DisaList holds disabilities.", DISABILITIES_DENIED),
    "prior_education_flag": ("PriorEducationFlag is N, but PredList holds prior education.", PRIOR_EDUCATION_DENIED),
}
"""By flag: what operations answer, and the statement above."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics that passed: columns of the record, disability codes, and prior education with its recognition."""

    columns: dict[str, str | None]
    disabilities: list[str]
    achievements: dict[str, str | None]

    def denied(self) -> Iterator[str]:
        """Yield the columns of the flags that deny what a list tells."""
        lists = {"disability_flag": self.disabilities, "prior_education_flag": self.achievements}
        yield from (column for column, told in lists.items() if told and self.columns[column] == DENIED)

    def contradictions(self) -> Iterator[tuple[str, Select[int]]]:
        """Yield what is wrong where a flag denies what a list tells, and what finds a client who has it so already."""
        yield from (CONTRADICTIONS[column] for column in self.denied())


def require_consistent(statistics: Statistics) -> None:
    """Raise InvalidInput for the first flag that denies what its list tells."""
    for message, _ in statistics.contradictions():
        raise InvalidInput(message)


def overwrite_statistics(session: Session, client_id: int, statistics: Statistics) -> None:
    """Make a client's statistics exactly these, both lists included.

    Raises InvalidInput for a flag that denies what its list tells, unless the client's record says so already: whole
    records bring back what was stored before such were refused.
    """
    for message, stored in statistics.contradictions():
        if execute(session, stored, client=client_id).first() is None:
            raise InvalidInput(message)
    write_columns(session, client_id, statistics.columns)
    replace_disabilities(session, client_id, statistics.disabilities)
    replace_prior_education(session, client_id, statistics.achievements)


def write_columns(session: Session, client_id: int, columns: Mapping[str, Any], *, is_new: bool = False) -> None:
    """Write codes to a client's row of statistics, and make one where there is none; others stay.

    is_new: the client has just been made, so that there is no row to look for.
    """
    if is_new:
        add_object(session, ClientStatistics(client_id=client_id, **columns), held=True)
        return
    statistics = session.scalar(STATISTICS, {"client": client_id})
    if statistics is None:
        statistics = ClientStatistics(client_id=client_id)
        session.add(statistics)
    for column, value in columns.items():
        setattr(statistics, column, value)


def replace_disabilities(session: Session, client_id: int, codes: list[str]) -> None:
    """Make a client's disabilities these; those that are there already stay as they are."""
    _replace(session, DISABILITIES, ClientDisability, client_id, {code: {} for code in codes})


def replace_prior_education(session: Session, client_id: int, achievements: Mapping[str, str | None]) -> None:
    """Make a client's prior education these achievements, each with its recognition."""
    wanted = {code: {"recognition": recognition} for code, recognition in achievements.items()}
    _replace(session, PRIOR_EDUCATION, ClientPriorEducation, client_id, wanted)


def _replace(
    session: Session, listed: Select[Any], table: Any, client_id: int, wanted: Mapping[str, Mapping[str, Any]]
) -> None:
    """Make the rows of a list, which a statement finds, those that are wanted: columns by code."""
    present = {row.code: row for row in session.scalars(listed, {"client": client_id})}
    for code in present.keys() - wanted.keys():
        session.delete(present[code])
    for code, columns in wanted.items():
        if code not in present:
            session.add(table(client_id=client_id, code=code, **columns))
            continue
        for column, value in columns.items():
            setattr(present[code], column, value)
