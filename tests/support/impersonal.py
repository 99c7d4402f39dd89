"""Looks at every line that the log tells of a request, in all tests, for anything personal or secret."""

import re

from tests.support.inhabitants import API_TOKEN, HOUSES
from tests.support.world import PASSWORD
from vettrak_api.demo.data import PASSWORD as DEMO_PASSWORD
from vettrak_api.web.kit import request_log

NAMES = (
    "Smith", "John", "Tess", "Brewer", "Bea", "Will", "Bob", "Zwiebelhuber", "Zenzi", "Olga", "olga", "Beer Company",
    "Web Brewery", "Xavier", "Xenia", "Uma", "Ugo", "Una", "Ulf",
    *(name for house in HOUSES for name in (house.surname, house.company)),
)  # fmt: skip
"""What people and employers of the tests are called, who are in the lines by their codes alone."""

SECRETS = (PASSWORD, DEMO_PASSWORD, API_TOKEN)

PERSONAL = re.compile(
    "|".join(
        [
            rf"\b(?:{'|'.join(map(re.escape, NAMES))})\b",
            *map(re.escape, SECRETS),
            "@",  # e-mail addresses
            r"\b(?:19|20)\d\d-?\d\d-?\d\d\b",  # days of birth
            r"\b(?=[2-9A-HJ-NP-Z]*\d)(?=[2-9A-HJ-NP-Z]*[A-Z])[2-9A-HJ-NP-Z]{10}\b",  # USIs
            r"\b0[2-478](?: ?\d){8}\b",  # phone numbers
            r"\b[\w-]{43}\b",  # tokens
        ]
    )
)

LOOKED_AT = ("operation", "kind", "message", "caller", "whose", "records", "door", "outcome")
"""The others are numbers, addresses and the id."""

FOUND = []
"""Lines since the last test that hold anything of the kind."""


def watch():
    """Look at each line before it is written, whatever the level of the log."""
    facts_of = request_log.facts_of

    def looked_at(request):
        facts = facts_of(request)
        FOUND.extend(f"{name}={text}" for name in LOOKED_AT if PERSONAL.search(text := str(facts.get(name, ""))))
        return facts

    request_log.facts_of = looked_at
    return FOUND
