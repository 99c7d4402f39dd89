"""What can go wrong in an operation, and the one table that says how each is answered on the wire."""

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


class NotFound(VettrakError):
    """A record that the call names does not exist."""


class Conflict(VettrakError):
    """The call contradicts what is stored, such as a name already in use."""


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


class Busy(VettrakError):
    """Too many ask for the same at this moment; the same call may succeed a moment later. Nothing was done."""

    def __init__(self) -> None:
        super().__init__("Busy, try again.")


class Unexpected(VettrakError):
    """A fault of ours; the log holds the details under the reference that the client reads."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"The server could not process the request. Reference {reference}.")


STATUS_OF: dict[type[VettrakError], int] = {
    InvalidInput: STATUS_ERROR,
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
    Busy: STATUS_DATABASE,
    Unexpected: STATUS_ERROR,
}


def status_of(error: VettrakError) -> int:
    """Return the Status that answers an error."""
    return STATUS_OF[type(error)]
