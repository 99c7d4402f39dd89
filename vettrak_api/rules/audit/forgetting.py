"""Makes all former values of a person unreadable, as erasing one needs."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.belonging import Record
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.quarantine import WebClient
from vettrak_api.model.statements import execute
from vettrak_api.security.person_keys import forget_person

TOLD_BY_THE_WEB = select(WebClient.id, WebClient.web_enrolment_id, WebClient.web_waitlist_id).where(
    WebClient.client_id == bindparam("client")
)
VANISHED = select(ClientMerge.vanished_id).where(
    ClientMerge.kept_id.in_(bindparam("clients", expanding=True)), ClientMerge.undone_at.is_(None)
)


def forget_former_values(session: Session, client_id: int, besides: Iterable[Record] = ()) -> int:
    """Delete the keys of a client, of records that became part of it, of what the web told of them, and of some more.

    Returns how many there were. What the transaction itself changes of these records leaves no values either. Seals
    stay whole.
    """
    records = {*besides} | {("client", number) for number in _were_one(session, client_id)}
    for told in execute(session, TOLD_BY_THE_WEB, client=client_id):
        records.add(("web_client", told.id))
        records |= {("web_enrolment", told.web_enrolment_id)} if told.web_enrolment_id else set()
        records |= {("web_waitlist", told.web_waitlist_id)} if told.web_waitlist_id else set()
    return forget_person(session, records)


def _were_one(session: Session, client_id: int) -> set[int]:
    """Return a client and all records that became part of it, or of one that did."""
    found, latest = {client_id}, [client_id]
    while latest:
        merged = execute(session, VANISHED, clients=latest).scalars().all()
        latest = sorted(set(merged) - found)
        found.update(latest)
    return found
