"""What is told of web people and web employers after their names."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.model.rows import change_row
from vettrak_api.rules.clients.addresses import Address, store
from vettrak_api.rules.clients.statistics import AVAILABLE, SURVEY_STATUS, Statistics, require_consistent
from vettrak_api.rules.quarantine.pending import Held
from vettrak_api.rules.validation import mail_address

Party = type[WebClient | WebEmployer]


def overwrite_details(session: Session, table: Party, row: Held, details: Mapping[str, Any], email_called: str) -> None:
    """Overwrite a row's details as a whole: values by column, and addresses by their kind (`usual`, `postal`, ...).

    Raises InvalidInput for a new e-mail address that is none, by the name that the caller has for it.
    """
    email = mail_address(email_called, details["email"], row.email)
    columns = SimpleNamespace()
    for name, value in {**details, "email": email}.items():
        if isinstance(value, Address):
            store(columns, name, value)
        else:
            setattr(columns, name, value)
    change_row(session, table, row, **vars(columns))


def keep_statistics(session: Session, person: Held, statistics: Statistics, *, survey_stated: bool) -> None:
    """Keep statistics for processing, as UpdateClientAVDetails would write them; raises as `require_consistent`.

    The survey contact status is one with that of UpdateWebClient and UpdateWebEmployee: the last one told counts,
    if it was stated.
    """
    require_consistent(statistics)
    columns = {name: value for name, value in statistics.columns.items() if name != SURVEY_STATUS}
    stated = (statistics.columns[SURVEY_STATUS] or AVAILABLE) if survey_stated else person.survey_contact_status
    told = {"columns": columns, "disabilities": statistics.disabilities, "achievements": statistics.achievements}
    change_row(session, WebClient, person, survey_contact_status=stated, statistics=told)


def change_employer(session: Session, person: Held, web_employer_id: int | None) -> None:
    """Make a loose web employer the employer of a web enrolment's person; None removes it."""
    change_row(session, WebClient, person, web_employer_id=web_employer_id)


def keep_additional_data(session: Session, table: Party, record: Held, document: str | None) -> None:
    """Keep additional data, an XML text that was judged, until processing applies it; None removes it."""
    change_row(session, table, record, additional_data=document)
