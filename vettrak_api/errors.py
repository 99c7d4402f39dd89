"""What can go wrong in an operation, and the one table that says how each is answered on the wire."""

from dataclasses import dataclass

STATUS_OK = 1
STATUS_UNKNOWN = 0
STATUS_ERROR = -1
STATUS_EXPIRED = -2
STATUS_DATABASE = -3
STATUS_NO_RECORDS = -4
STATUS_MISSING_REGISTRATION = -5


class VettrakError(Exception):
    """An answer that is not success; its text is the StatusMessage that the client reads.

    Raised by operations and rules; whatever the transaction wrote is rolled back.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInput(VettrakError):
    """An argument breaks a rule of the contract."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field: its name, the rule that it breaks in a word or two, and a sentence."""

    field: str
    rule: str
    detail: str


class InvalidFields(InvalidInput):
    """Fields of a record that is told as a whole break rules."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(fault.detail for fault in faults))
        self.faults = faults


class Malformed(InvalidInput):
    """A request can not be read at all; faults: parameters of its address that break rules."""

    def __init__(self, message: str, *faults: Fault) -> None:
        super().__init__(message)
        self.faults = faults


class NotFound(VettrakError):
    """A record that the call names does not exist."""


class Conflict(VettrakError):
    """The call contradicts what is stored, such as a name already in use."""


class TakenField(Conflict):
    """A field has a value that only one record may have, and another record has it."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.faults = (Fault(field, "unique", detail),)


class ChangedMeanwhile(VettrakError):
    """The record is not any more what the caller believes it to be."""


class KeyReused(VettrakError):
    """The caller has used a key, which names one request, for another request."""


class Undecided(Conflict):
    """The rules do not say whose record is meant: a person must."""


class NotPermitted(VettrakError):
    """The caller's security level does not reach (R-ACCESS)."""

    def __init__(self, message: str = "Access denied.") -> None:
        super().__init__(message)


class LoginRefused(VettrakError):
    """A bad login; the cause is never told apart."""

    def __init__(self) -> None:
        super().__init__("Invalid Username/Password Combination.")


class TokenMissing(VettrakError):
    """The token parameter is blank (R-TOKEN)."""

    def __init__(self) -> None:
        super().__init__("A token is required.")


class TokenInvalid(VettrakError):
    """The token is unknown or damaged (R-TOKEN)."""

    def __init__(self) -> None:
        super().__init__("Invalid token.")


class TokenExpired(VettrakError):
    """The token was not used for too long, or its owner logged in too long ago (R-TOKEN)."""

    def __init__(self) -> None:
        super().__init__("Token has expired.")


class FeatureMissing(VettrakError):
    """The registration lacks a feature that the operation needs (R-FEATURE)."""

    def __init__(self, feature: str) -> None:
        super().__init__(f"The registration key has no valid entry for the {feature} feature.")


class Ambiguous(VettrakError):
    """The outcome is unclear because several records fit."""


class NotAvailable(VettrakError):
    """The operation is declared but this version does not offer it; docs/coverage.md lists which."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} is not available in this version of the server.")


class DatabaseTrouble(VettrakError):
    """The database can not be reached or refuses to work (R-DB); nothing about it is told to the client."""

    def __init__(self) -> None:
        super().__init__("Database error.")


class DatabaseUnfit(VettrakError):
    """The database answers, but its tables are not those that this version works with (R-DB)."""

    def __init__(self) -> None:
        super().__init__("The database is not set up for this version of the server.")


class UnderMaintenance(VettrakError):
    """Much data is being imported: nobody is answered until that is done (R-DB)."""

    def __init__(self) -> None:
        super().__init__("The server is under maintenance. Try again in some minutes.")


class Busy(VettrakError):
    """Too many ask for the same at this moment; the same call may succeed a moment later. Nothing was done."""

    def __init__(self) -> None:
        super().__init__("Busy, try again.")


class Overtaken(Busy):
    """Something has happened since the unit of work began, which is to be run again as a whole.

    Another node of a cluster has committed (`vettrak_api.database.galera`), or a person was erased whom it writes about
    (`vettrak_api.security.erased`). Told when that has happened to each attempt.
    """


class Unexpected(VettrakError):
    """A fault of ours; the log holds the details under the reference that the client reads."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"The server could not process the request. Reference {reference}.")


STATUS_OF: dict[type[VettrakError], int] = {
    InvalidInput: STATUS_ERROR,
    InvalidFields: STATUS_ERROR,
    Malformed: STATUS_ERROR,
    TakenField: STATUS_ERROR,
    ChangedMeanwhile: STATUS_ERROR,
    KeyReused: STATUS_ERROR,
    NotFound: STATUS_NO_RECORDS,
    Conflict: STATUS_ERROR,
    Undecided: STATUS_ERROR,
    NotPermitted: STATUS_ERROR,
    LoginRefused: STATUS_ERROR,
    TokenMissing: STATUS_ERROR,
    TokenInvalid: STATUS_ERROR,
    TokenExpired: STATUS_EXPIRED,
    FeatureMissing: STATUS_MISSING_REGISTRATION,
    Ambiguous: STATUS_UNKNOWN,
    NotAvailable: STATUS_ERROR,
    DatabaseTrouble: STATUS_DATABASE,
    DatabaseUnfit: STATUS_DATABASE,
    UnderMaintenance: STATUS_DATABASE,
    Busy: STATUS_DATABASE,
    Overtaken: STATUS_DATABASE,
    Unexpected: STATUS_ERROR,
}


PROBLEM_OF: dict[type[VettrakError], tuple[int, str]] = {
    Malformed: (400, "The request can not be read"),
    LoginRefused: (401, "Log in with a user name and a password"),
    TokenMissing: (401, "Log in with a user name and a password"),
    TokenInvalid: (401, "Log in with a user name and a password"),
    TokenExpired: (401, "Log in with a user name and a password"),
    NotPermitted: (403, "The API role is needed"),
    FeatureMissing: (403, "The registration lacks a feature"),
    NotFound: (404, "Nothing is here"),
    Conflict: (409, "The request contradicts what is stored"),
    TakenField: (409, "The record exists already"),
    Undecided: (409, "A person must decide"),
    Ambiguous: (409, "Several records fit"),
    ChangedMeanwhile: (412, "The record was changed meanwhile"),
    InvalidInput: (422, "The record breaks a rule"),
    InvalidFields: (422, "The record breaks a rule"),
    KeyReused: (422, "The Idempotency-Key was used for another request"),
    Unexpected: (500, "The server has failed"),
    NotAvailable: (501, "Not available"),
    DatabaseTrouble: (503, "The database can not be reached"),
    DatabaseUnfit: (503, "The database is not set up for this version"),
    UnderMaintenance: (503, "The server is under maintenance"),
    Busy: (503, "The server is busy"),
    Overtaken: (503, "The server is busy"),
}
"""How the curriculum API answers each error: the HTTP status, and the title of its problem document (RFC 9457)."""


def problem_of(error: VettrakError) -> tuple[int, str]:
    """Return the HTTP status and the title that answer an error."""
    return PROBLEM_OF[type(error)]


def status_of(error: VettrakError) -> int:
    """Return the Status that answers an error."""
    return STATUS_OF[type(error)]
