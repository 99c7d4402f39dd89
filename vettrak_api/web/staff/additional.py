"""The additional data that a site stored with a party of the web, beside what is on record."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.additional_data.document import read_document
from vettrak_api.rules.additional_data.entities import Field, find_entity
from vettrak_api.rules.additional_data.values import WRITERS, fixed_values, read_value

UNREADABLE = "Additional data"

_WORD_STARTS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def additional_rows(
    session: Session, party: WebClient | WebEmployer, numbers: Sequence[int], zone: datetime.tzinfo
) -> list[tuple[str, str, list[str]]]:
    """Return label, the web's value and the value of each record of these numbers, field by field.

    Blank values change nothing and are left out. The site's text was judged when it came; should it be unfit by now,
    it is shown as it is, and processing says why.
    """
    if not party.additional_data:
        return []
    entity = find_entity("Client" if isinstance(party, WebClient) else "Employer")
    try:
        document = read_document(party.additional_data)
        told = {entity.field(name): " ".join(text.split()) for name, text in document.items() if text.strip()}
    except InvalidInput:
        return [(UNREADABLE, party.additional_data, [""] * len(numbers))]
    if not told:
        return []
    stored = _stored(session, entity.table, list(told), numbers)
    return [
        (_label(field), _told(field, text, zone), [_in_words(field, stored[number][field]) for number in numbers])
        for field, text in told.items()
    ]


def _stored(session: Session, table: Any, fields: list[Field], numbers: Sequence[int]) -> dict[int, dict[Field, Any]]:
    """Return the values of the fields of each record, in one statement."""
    joins = [join for field in fields if field.source.join is not None for join in field.source.join.chain()]
    wanted = select(table.id, *(field.source.expression.label(f"value{at}") for at, field in enumerate(fields)))
    wanted = wanted.select_from(table).where(table.id.in_(numbers))
    for join in dict.fromkeys(joins):
        wanted = wanted.outerjoin(join.table, join.on)
    return {number: dict(zip(fields, values, strict=True)) for number, *values in session.execute(wanted)}


def _told(field: Field, text: str, zone: datetime.tzinfo) -> str:
    try:
        return _in_words(field, read_value(field, text, zone))
    except InvalidInput:
        return text


def _in_words(field: Field, value: Any) -> str:
    text = "" if value is None else WRITERS[field.type](value)
    return dict(fixed_values(field)).get(text, text)


def _label(field: Field) -> str:
    return _WORD_STARTS.sub(" ", field.name)
