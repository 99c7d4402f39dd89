"""Forms: how much they may bring, whether our own pages sent them, and the numbers in them."""

import hashlib
import hmac
from collections.abc import Collection

from flask import Request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.routing import IntegerConverter, Map

from vettrak_api.model.base import can_be_stored

LARGEST_FORM = 256 * 1024
"""Bytes of a form, where its page does not say less."""

MOST_FIELDS = 5000
"""Fields of a form: two for each of 2,500 people whom an employer books for."""

LARGEST_NUMBER = 2**31 - 1
"""No record has a larger number; databases refuse to compare one."""

LONGEST_NAME = 60
"""Characters of a field's name that a problem page repeats."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


class NumberConverter(IntegerConverter):
    """The number of a record in a path: `/enrolments/<number:number>`."""

    def __init__(self, rules: Map) -> None:
        super().__init__(rules, max=LARGEST_NUMBER)


def number_of(text: str) -> int | None:
    """Return the number of a record that a form or an address names, or None when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    number = int(text)
    return number if number <= LARGEST_NUMBER else None


def require_few_fields(request: Request) -> None:
    """Raise RequestEntityTooLarge when a form is too large or has too many fields; both kinds of form count."""
    if sum(map(len, request.form.listvalues())) > MOST_FIELDS:
        raise RequestEntityTooLarge


def require_storable(request: Request) -> None:
    """Raise BadRequest, naming the field, when an address or a form says what no database stores."""
    for name, text in (*request.args.items(multi=True), *request.form.items(multi=True)):
        if not (can_be_stored(name) and can_be_stored(text)):
            shown = "".join(filter(str.isprintable, name))[:LONGEST_NAME]
            raise BadRequest(f"{shown} holds a character that can not be stored.")


def mark_of(token: str) -> str:
    """Return the mark that every form of a log-in carries: only pages of this very log-in know it."""
    return hmac.digest(token.encode(), b"form", hashlib.sha256).hex()


def is_genuine(request: Request, token: str) -> bool:
    """Tell whether a form was sent by one of our own pages of this log-in."""
    return hmac.compare_digest(request.form.get("csrf", "").encode(), mark_of(token).encode())


def is_from_here(request: Request, hosts: Collection[str], *, is_anonymous: bool = False) -> bool:
    """Tell whether a browser says that a form comes from this very site, whose own hosts these are.

    Browsers that say nothing at all are let in: forms carry a mark of their own besides; this check also keeps
    strangers from logging people in. An Origin "null" is what a page hides behind that does not want to be known;
    browsers send it as well from pages that forbid referrers (is_anonymous).
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    if origin == "null":
        return is_anonymous
    return origin.partition("://")[2] in {request.host, *hosts}
