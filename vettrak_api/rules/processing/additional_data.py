"""Reads the additional data that the web stored with a person or an employer, for processing to apply it."""

from sqlalchemy.orm import Session

from vettrak_api.rules.additional_data.changes import Changes, Judge
from vettrak_api.rules.additional_data.document import read_document
from vettrak_api.rules.additional_data.entities import find_entity
from vettrak_api.rules.quarantine.decisions import Context


def changes_sent(session: Session, context: Context, entity: str, document: str | None) -> Changes:
    """Return what the additional data of a web record asks for; blank values ask for nothing, as all of the web.

    It was judged when it was stored and is judged again. Raises InvalidInput as `Judge.changes`.
    """
    if not document:
        return {}
    told = {name: text for name, text in read_document(document).items() if text.strip()}
    judge = Judge(session, context.settings.zone, context.now.date(), is_told_now=False)
    return judge.changes(find_entity(entity), told)
