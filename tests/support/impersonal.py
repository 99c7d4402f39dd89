"""Looks at whatever our loggers say, at every level and in all tests, for anything personal or secret."""

import logging
import re

from tests.support.inhabitants import API_TOKEN, HOUSES
from tests.support.world import PASSWORD
from vettrak_api.demo.data import PASSWORD as DEMO_PASSWORD
from vettrak_api.demo.data.bookers import REGULARS
from vettrak_api.demo.data.bookings import BOOKINGS, COMPANIES, WAITS
from vettrak_api.demo.data.roles import NAMED
from vettrak_api.demo.data.words import EMPLOYERS, GIVEN_NAMES, STREETS, SURNAMES
from vettrak_api.hosting.logs import OWN_LOGGER
from vettrak_api.rules.clients.usi import is_well_formed
from vettrak_api.web.kit.request_log import Line, facts_of

NAMES = (
    "Smith", "John", "Tess", "Brewer", "Bea", "Will", "Bob", "Zwiebelhuber", "Zenzi", "Olga", "olga", "Beer Company",
    "Web Brewery", "Xavier", "Xenia", "Uma", "Ugo", "Una", "Ulf",
    *(name for house in HOUSES for name in (house.surname, house.company)),
)  # fmt: skip
"""What people and employers of the tests are called, who are in the lines by their codes alone."""

GIVEN, FAMILY = {name for names in GIVEN_NAMES.values() for name in names}, {*SURNAMES}
"""Names of the demonstration data, many of which are ordinary words: two of them together are a person."""

BOOKERS = (
    *REGULARS,
    *(each.person for each in (*BOOKINGS, *WAITS)),
    *(person for each in COMPANIES for person in (*each.employees, each.contact) if person),
)

OF_THE_DEMO = (
    *({each.surname for each in BOOKERS} - FAMILY - {"Nobody"}),
    *({each["surname"] for each in NAMED.values()} - FAMILY - {"Integration"}),
    *(name for name, _ in EMPLOYERS),
)
"""Names of the demonstration data that are no words of any other kind."""

TWO_NAMES = re.compile(r"(?=\b([A-Z][A-Za-z']+),? ([A-Z][A-Za-z']+)\b)")

SECRETS = (PASSWORD, DEMO_PASSWORD, API_TOKEN)

TEN_CHARACTERS = re.compile(r"\b[2-9A-HJ-NP-Z]{10}\b")
"""A USI, if the last one checks the others; what looks like one with a digit is taken for one without that."""

PERSONAL = re.compile(
    "|".join(
        [
            rf"\b(?:{'|'.join(map(re.escape, (*NAMES, *OF_THE_DEMO)))})\b",
            rf"\b\d+ (?:{'|'.join(map(re.escape, STREETS))})\b",  # addresses
            *map(re.escape, SECRETS),
            "@",  # e-mail addresses
            r"\b(?:19|20)\d\d-?\d\d-?\d\d\b",  # days of birth
            r"\b(?=[2-9A-HJ-NP-Z]*\d)(?=[2-9A-HJ-NP-Z]*[A-Z])[2-9A-HJ-NP-Z]{10}\b",  # USIs, mistyped ones too
            r"\b0[2-478](?: ?\d){8}\b|\(0[2378]\) ?\d{4} ?\d{4}\b",  # phone numbers
            r"\b[\w-]{43}\b",  # tokens
        ]
    )
)

LOOKED_AT = ("operation", "kind", "message", "caller", "whose", "records", "door", "outcome")
"""What is told of a request; the others are numbers, addresses and the id."""

FOUND = []
"""Lines since the last test that hold anything of the kind."""

_as_written = logging.Formatter()


class _Looking(logging.Handler):
    """Looks at each record, with the trace that it may have."""

    def emit(self, record):
        if isinstance(record.msg, Line):
            facts = facts_of(record.msg.request)
            texts = {name: str(facts.get(name, "")) for name in LOOKED_AT}
        else:
            texts = {record.name: _as_written.format(record)}
        FOUND.extend(f"{name}={text}" for name, text in texts.items() if is_personal(text))


def is_personal(text):
    """Tell whether a text holds anything that is somebody's own."""
    return (
        bool(PERSONAL.search(text))
        or any(map(is_well_formed, TEN_CHARACTERS.findall(text)))
        or any(
            (first in GIVEN and second in FAMILY) or (first in FAMILY and second in GIVEN)
            for first, second in TWO_NAMES.findall(text)
        )
    )


def watch():
    """Look at each record before it is written, whatever the level of the log."""
    own = logging.getLogger(OWN_LOGGER)
    own.setLevel(logging.DEBUG)
    own.addHandler(_Looking())
    return FOUND
