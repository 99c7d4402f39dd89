"""What a page tells of a function beside the catalogue's own sentences: statuses, callers, and how we know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vettrak_api.calls.pipeline import BASE_FEATURE
from vettrak_api.catalogue.loader import Operation
from vettrak_api.errors import (
    Busy,
    DatabaseTrouble,
    FeatureMissing,
    NotPermitted,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
)


@dataclass(frozen=True, slots=True)
class Status:
    """One way in which a call may end. An empty message is none."""

    status: int
    message: str
    when: str
    advice: str


LOG_IN_AGAIN = "Log in again and repeat the call."


def statuses_of(operation: Operation) -> tuple[Status, ...]:
    """Return all ways in which a call of a function may end, the most likely first."""
    return tuple(_statuses(operation))


def _statuses(operation: Operation) -> Iterator[Status]:
    if operation.result.is_scalar:
        return
    yield Status(1, "", "Everything went well.", "Read the result.")
    for error in operation.errors:
        yield Status(error.status, error.message, _sentence(error.condition), error.remedy)
    told = {error.message for error in operation.errors}
    if operation.security != "public":
        yield Status(-1, TokenMissing().message, "The token is blank.", "Log in first and send the token.")
        yield Status(-1, TokenInvalid().message, "The token is unknown or damaged.", LOG_IN_AGAIN)
        yield Status(-2, TokenExpired().message, "The token was not used for 60 minutes.", LOG_IN_AGAIN)
    denied = NotPermitted().message
    if operation.security in _DENIED and denied not in told:
        when, advice = _DENIED[operation.security]
        yield Status(-1, denied, when, advice)
    if operation.security != "public":
        for feature in dict.fromkeys((BASE_FEATURE, operation.feature or BASE_FEATURE)):
            when = f"The organisation has not registered {feature}."
            yield Status(-5, FeatureMissing(feature).message, when, "Ask the organisation to register the feature.")
    yield Status(-3, DatabaseTrouble().message, "The database could not be reached.", "Wait, then repeat the call.")
    if operation.writes:
        when = "Too many calls wanted to change the same. Nothing was changed."
        yield Status(-3, Busy().message, when, "Wait a second, then repeat the call.")


_DENIED: Mapping[str, tuple[str, str]] = {
    "restricted": (
        "The caller may not see, or not change, the record that the call names.",
        "Use a user who may see the record, or one with the API role.",
    ),
    "protected": ("The caller has no API role.", "Use a user with the API role."),
}


def _sentence(text: str) -> str:
    """Return a condition of the catalogue as a sentence; one that begins with a name keeps it as it is."""
    first = text.partition(" ")[0]
    is_word = first.isalpha() and first.islower()
    beginning = text[0].upper() + text[1:] if is_word else text
    return beginning if beginning.endswith(".") else f"{beginning}."


CLIENT, STAFF, EMPLOYER, ANYBODY = "A client", "A staff member", "An employer or its contact", "Everybody else"

_PEOPLE = (
    (CLIENT, "themselves"),
    (
        STAFF,
        "themselves, clients linked to them (class, occurrence, enrolment, contract, event) or in a division of theirs",
    ),
    (EMPLOYER, "people whom the employer employs now"),
)

SCOPES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "own": ((ANYBODY, "their own record alone"),),
    "client": _PEOPLE,
    "enrolment": tuple((who, f"an enrolment of {whom}") for who, whom in _PEOPLE),
    "contract": tuple((who, f"a contract of {whom}") for who, whom in _PEOPLE),
    "occurrence": ((ANYBODY, "any occurrence"),),
    "trainer": ((STAFF, "an occurrence on which, or on one of whose classes, they have a role"),),
    "class": ((STAFF, "a class that they are assigned to, or whose occurrence they have a role on"),),
    "employer": ((EMPLOYER, "the employer that they are, or are a contact of"),),
}
"""Which records callers without the API role may name, by kind of scope and caller."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may name which records; `places` are parameters with what they may name, and blank for all records."""

    who: str
    places: tuple[tuple[str, str], ...]


def access_of(operation: Operation) -> tuple[Access, ...]:
    """Return who may call a restricted function for which records; nothing for others, whose level says all."""
    if not operation.scope:
        return ()
    found: dict[str, list[tuple[str, str]]] = {}
    for scope in operation.scope:
        for who, whom in SCOPES[scope.kind]:
            found.setdefault(who, []).append((scope.place, whom))
    return (
        Access("API role", (("", "every record"),)),
        *(Access(who, tuple(places)) for who, places in found.items()),
    )


FACETS: Mapping[str, str] = {
    "name": "name",
    "params": "parameters",
    "result": "result",
    "rules": "what it does",
    "security": "security level",
    "scope": "who may name what",
    "feature": "feature",
}

SOURCES: Mapping[str, tuple[str, str, str]] = {
    "documented": ("known", "documented", "in public documents about the original"),
    "seed": ("known", "documented", "named by the original's guide to integration"),
    "observed": ("known", "observed", "in public programs that use the original, or in its answers"),
    "partly-inferred": ("ours", "partly ours", "documented in part; the rest follows the pattern of what is known"),
    "inferred": ("ours", "our decision", "the original is not known to say; chosen by the pattern of what is known"),
}
"""How something is known: the badge's class, its word, and where from."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What of a function is known in one way."""

    badge: str
    word: str
    explanation: str
    facets: tuple[str, ...]


def knowledge_of(operation: Operation) -> tuple[Knowledge, ...]:
    """Return how we know what a function is like, what is documented first."""
    return tuple(
        Knowledge(*source, facets)
        for provenance, source in SOURCES.items()
        if (facets := tuple(word for facet, word in FACETS.items() if operation.provenance.get(facet) == provenance))
    )


def certainty_of(operation: Operation) -> tuple[str, str]:
    """Return the one badge that a function bears: by what is known of its name, the first thing that clients need."""
    badge, word, _ = SOURCES[operation.provenance["name"]]
    return badge, word if badge == "known" else "our name"
