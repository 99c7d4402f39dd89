"""What calls to the server may come to, beside an answer."""

from vettrak_api.errors import VettrakError

AWAY = "The training records can not be reached at this moment. Please try again in a minute."
FAILED = "The training records answered with an error. Please try again, and tell us if it stays so."
TOO_MUCH = "This page would take too long. Please ask for less at once."


class LoggedOut(Exception):
    """The token is not good any more: it has expired, or the password was changed elsewhere."""


class Trouble(VettrakError):
    """The server gave no answer to go by; the text is for the visitor."""


class Away(Trouble):
    """The server can not be reached, is too slow, or can not be understood."""

    def __init__(self, message: str = AWAY) -> None:
        super().__init__(message)


class NotOffered(Trouble):
    """The organisation has not registered the feature (Status -5)."""

    def __init__(self) -> None:
        super().__init__("Your training organisation does not offer this here.")


class Refused(VettrakError):
    """The server said no in words (Status -1 or -4): to what was typed, or to a record that is not the visitor's."""
