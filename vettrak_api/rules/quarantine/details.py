"""What is told of web people and web employers after their names."""

from collections.abc import Mapping
from typing import Any

from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.clients.addresses import Address, store
from vettrak_api.rules.clients.statistics import AVAILABLE, SURVEY_STATUS, Statistics
from vettrak_api.rules.validation import mail_address


def overwrite_details(row: WebClient | WebEmployer, details: Mapping[str, Any], email_called: str) -> None:
    """Overwrite a row's details as a whole: values by column, and addresses by their kind (`usual`, `postal`, ...).

    Raises InvalidInput for a new e-mail address that is none, by the name that the caller has for it.
    """
    email = mail_address(email_called, details["email"], row.email)
    for name, value in {**details, "email": email}.items():
        if isinstance(value, Address):
            store(row, name, value)
        else:
            setattr(row, name, value)


def keep_statistics(person: WebClient, statistics: Statistics, *, survey_stated: bool) -> None:
    """Keep statistics for processing, as UpdateClientAVDetails would write them.

    The survey contact status is one with that of UpdateWebClient and UpdateWebEmployee: the last one told counts,
    if it was stated.
    """
    columns = {name: value for name, value in statistics.columns.items() if name != SURVEY_STATUS}
    if survey_stated:
        person.survey_contact_status = statistics.columns[SURVEY_STATUS] or AVAILABLE
    person.statistics = {
        "columns": columns,
        "disabilities": statistics.disabilities,
        "achievements": statistics.achievements,
    }


def change_employer(person: WebClient, web_employer_id: int | None) -> None:
    """Make a loose web employer the employer of a web enrolment's person; None removes it."""
    person.web_employer_id = web_employer_id


def keep_additional_data(record: WebClient | WebEmployer, document: str | None) -> None:
    """Keep additional data, an XML text that was judged, until processing applies it; None removes it."""
    record.additional_data = document
