"""One request to the API: who sends it, and how records are found, created and updated within one transaction."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from flask import Request, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import MethodNotAllowed

from vettrak_api.database.connections import Lease
from vettrak_api.database.transactions import MOST_ATTEMPTS, committed
from vettrak_api.errors import ChangedMeanwhile, Malformed, NotFound
from vettrak_api.model.audit import Author
from vettrak_api.rest.bodies import JSON, read_body
from vettrak_api.rest.queries import LIMIT, OFFSET, filters_of, part_of
from vettrak_api.rest.records import Entity, Record
from vettrak_api.rules.idempotency import Answer, digest_of, keep_answer, reserve
from vettrak_api.runtime import Runtime
from vettrak_api.security.tokens import Caller
from vettrak_api.views.curriculum import NUMBER

IDEMPOTENCY_KEY = "Idempotency-Key"
LONGEST_KEY = 255
CREATED, OK, NOT_MODIFIED = 201, 200, 304

Found = TypeVar("Found")


@dataclass(slots=True)
class Exchange:
    """A request with its installation, its connection and, once known, its caller."""

    runtime: Runtime
    request: Request
    lease: Lease
    caller: Caller | None = None

    @property
    def author(self) -> Author:
        """Who writes, for the change log."""
        identifier = self.caller.identifier if self.caller else ""
        operation = f"{self.request.method} {self.request.path.rsplit('/rest/v1/', 1)[-1].partition('/')[0]}"
        return Author(identifier, operation[:60], self.runtime.clock.now())

    def list(self, entity: Entity) -> Response:
        """Answer with the records that have all values that are asked for, in the order in which they were made."""
        filters, (limit, offset) = filters_of(self.request, entity), part_of(self.request)
        with self.lease.reads():
            reader = self.lease.reader()
            rows, total = entity.listing.list(reader, filters, limit, offset)
            records = entity.answer(reader, rows)
        response = Response(text_of(records), OK, mimetype=JSON)
        response.headers["X-Total-Count"] = str(total)
        links = [
            f'<{self._page_at(limit, start)}>; rel="{name}"'
            for name, start, is_there in (
                ("prev", max(0, offset - limit), offset > 0),
                ("next", offset + limit, offset + limit < total),
            )
            if is_there
        ]
        if links:
            response.headers["Link"] = ", ".join(links)
        return response

    def _page_at(self, limit: int, offset: int) -> str:
        asked = [(name, told) for name, told in self.request.args.items(multi=True) if name not in {LIMIT, OFFSET}]
        query = urlencode([*asked, (LIMIT, limit), (OFFSET, offset)])
        return f"{quote(self.request.script_root + self.request.path)}?{query}"

    def show(self, entity: Entity, key: str) -> Response:
        """Answer with one record; 304 when the caller has it already. Raises NotFound."""
        with self.lease.reads():
            reader = self.lease.reader()
            record = _one(entity, reader, entity.listing.find(reader, key))
        text = text_of(record)
        tag = tag_of(text)
        response = Response(text, OK, mimetype=JSON)
        if tag in self.request.if_none_match or self.request.if_none_match.star_tag:
            response = Response(status=NOT_MODIFIED)
        response.set_etag(tag)
        return response

    def create(self, entity: Entity) -> Response:
        """Create a record; the same request under the same Idempotency-Key is answered as the first one was."""
        create = entity.create
        if create is None:
            raise MethodNotAllowed(["GET", "HEAD"])
        body = read_body(self.request)
        key = self._idempotency_key(entity)
        asked = digest_of(entity.name, text_of(body)) if key else ""

        def work(session: Session) -> tuple[Answer, bool]:
            if key:
                known = reserve(session, key, asked, self.runtime.clock.milliseconds())
                if known is not None:
                    return known, True
            number = create(session, entity.read_new(body))
            record = _one(entity, session, entity.listing.get(session, number))
            text = text_of(record)
            answer = Answer(CREATED, self._location(entity, record), tag_of(text), text)
            if key:
                keep_answer(session, key, answer)
            return answer, False

        answer, is_repeated = self._written(work)
        response = Response(answer.text, answer.status, mimetype=JSON)
        # What is kept has the address without the virtual directory, which the next request may name otherwise.
        response.headers["Location"] = f"{quote(self.request.script_root)}{answer.location}"
        response.set_etag(answer.tag or "")
        if is_repeated:
            response.headers["Idempotency-Replayed"] = "true"
        return response

    def update(self, entity: Entity, key: str) -> Response:
        """Change a record, if it is still what the caller believes (If-Match).

        Raises NotFound, ChangedMeanwhile, and whatever the record's rules raise.
        """
        body = read_body(self.request)

        def work(session: Session) -> str:
            found = entity.listing.find(session, key)
            if found is None:
                raise _not_found(entity)
            number = getattr(found, NUMBER)
            entity.hold(session, number)
            stored = _one(entity, session, entity.listing.get(session, number))
            self._require_match(text_of(stored))
            told = entity.read_changed(body, stored)
            if not told:
                return text_of(stored)
            entity.update(session, number, told)
            return text_of(_one(entity, session, entity.listing.get(session, number)))

        text = self._written(work)
        response = Response(text, OK, mimetype=JSON)
        response.set_etag(tag_of(text))
        return response

    def _require_match(self, text: str) -> None:
        """Raise ChangedMeanwhile when the caller names tags, and none is that of the record."""
        if "If-Match" in self.request.headers and not self.request.if_match.contains(tag_of(text)):
            raise ChangedMeanwhile("The record is not what If-Match names: get it anew.")

    def _written(self, work: Callable[[Session], Found]) -> Found:
        """Do a piece of work in one transaction, again when somebody else has made the same at the same moment."""
        for number in range(1, MOST_ATTEMPTS + 1):
            try:
                return committed(self.lease, self.author, work)
            except IntegrityError:
                if number == MOST_ATTEMPTS:
                    raise
        raise AssertionError  # the last attempt raises

    def _idempotency_key(self, entity: Entity) -> str:
        """Return the digest of the key that the caller gives the request; blank without one. Raises Malformed."""
        told = self.request.headers.get(IDEMPOTENCY_KEY)
        if told is None:
            return ""
        if not (0 < len(told) <= LONGEST_KEY and told.isascii() and told.isprintable()):
            raise Malformed(f"{IDEMPOTENCY_KEY} must have 1 to {LONGEST_KEY} printable ASCII characters.")
        who = self.caller.identifier if self.caller else ""
        return digest_of("curriculum", who, entity.name, told)

    @staticmethod
    def _location(entity: Entity, record: Record) -> str:
        return f"/rest/v1/{entity.name}/{quote(record[entity.key], safe='')}"


def _one(entity: Entity, reader: Any, row: Any) -> Record:
    if row is None:
        raise _not_found(entity)
    return entity.answer(reader, [row])[0]


def _not_found(entity: Entity) -> NotFound:
    return NotFound(f"There is no {entity.name} of that {entity.key}.")


def text_of(record: Any) -> str:
    """Return a record, or several, as JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=str)


def tag_of(text: str) -> str:
    """Return the tag of a record as it is answered: another one for every other text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
