"""Carries the AVETMISS data of a web client over to the client that it became."""

from sqlalchemy.orm import Session

from vettrak_api.rules.clients.statistics import (
    AVAILABLE,
    DENIED,
    NOT_STATED,
    SURVEY_STATUS,
    replace_disabilities,
    replace_prior_education,
    write_columns,
)
from vettrak_api.rules.quarantine.pending import Held


def write_statistics(session: Session, client_id: int, web: Held, *, is_new: bool) -> None:
    """Write the values that are stated; a list is replaced as a whole when the web fills it or denies it."""
    told = web.statistics or {}
    columns = {name: value for name, value in told.get("columns", {}).items() if value not in NOT_STATED}
    if web.survey_contact_status != AVAILABLE:
        columns[SURVEY_STATUS] = web.survey_contact_status
    if columns:
        write_columns(session, client_id, columns, is_new=is_new)
    disabilities, achievements = told.get("disabilities") or [], told.get("achievements") or {}
    if disabilities or (not is_new and columns.get("disability_flag") == DENIED):
        replace_disabilities(session, client_id, disabilities)
    if achievements or (not is_new and columns.get("prior_education_flag") == DENIED):
        replace_prior_education(session, client_id, achievements)
