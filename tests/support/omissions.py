"""What the catalogue says of a parameter that is left out, as something that an answer can be held against."""

import re

from tests.support.outcomes import outcome
from vettrak_api.catalogue.loader import load_catalogue

OPERATIONS = load_catalogue().operations

_QUOTED = re.compile(r'Status (-\d) "([^"]+)"')
_ALWAYS = re.compile(r'[^;.]*Status -\d "')
_ACCESS = re.compile(r" Without the API role .*")


def parameters_of(names):
    """Return every parameter of these operations, as pairs of names."""
    return [(name, parameter.name) for name in names for parameter in OPERATIONS[name].params]


def broken_claim(operation, parameter, reply):
    """Say how an answer to a call by the API role, without the parameter, is not the one that is told; None if it is.

    What is told without a condition must come. Under a condition it may come, and so may success. A text that tells of
    no failure promises success.
    """
    (told,) = [part.omitted for part in OPERATIONS[operation].params if part.name == parameter]
    told = _ACCESS.sub("", told)
    status, message = outcome(reply)
    failures = [(int(number), text) for number, text in _QUOTED.findall(told)]
    is_told = any(status == number and _fits(text, message) for number, text in failures)
    if is_told or (status == 1 and not _ALWAYS.match(told)):
        return None
    if status == -1 and not failures and "Status -1" in told:
        return None
    return f"{operation}({parameter}) answers {status} {message!r}, but: {told}"


def _fits(told, message):
    return re.fullmatch(re.escape(told).replace("<details>", ".*"), message or "") is not None


def scope_places(names):
    """Return the parameters by which restricted operations among these name a record, as pairs of names."""
    places = {(name, scope.parameter) for name in names for scope in OPERATIONS[name].scope}
    return sorted(places)
