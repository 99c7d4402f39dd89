"""Judges what a text message is made of: its text, sender, provider and time."""

import datetime

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.rules.sms.length import MOST_PARTS, parts_of
from vettrak_api.rules.sms.numbers import plain_number
from vettrak_api.rules.validation import moment
from vettrak_api.settings import Settings

LONGEST_NAME = 11
"""Characters of a sender that is a name: what a phone can show."""

NAME_PUNCTUATION = frozenset(" &-_.")

IN_THE_PAST = "Schedule date is in the past."


def with_plain_lines(text: str | None) -> str | None:
    """Return a text whose lines end as phones end them."""
    return text and text.replace("\r\n", "\n").replace("\r", "\n")


def message_parts(text: str) -> int:
    """Return how many messages a text takes.

    Raises InvalidInput for a blank one, for one with control characters other than ends of lines, and for one of more
    than 10 messages.
    """
    if not text:
        raise InvalidInput("Message content is required.")
    if any(_is_control(character) for character in text):
        raise InvalidInput("messageContent holds a control character.")
    parts = parts_of(text)
    if parts > MOST_PARTS:
        raise InvalidInput(f"messageContent takes {parts} messages; {MOST_PARTS} are the most.")
    return parts


def _is_control(character: str) -> bool:
    return character != "\n" and (character < " " or "\x7f" <= character <= "\x9f")


def judged_sender(sender: str | None) -> str | None:
    """Return a sender, None for none; raises InvalidInput for what no phone could show or answer."""
    if not sender:
        return None
    number = plain_number(sender)
    digits = number.removeprefix("+")
    if digits.isascii() and digits.isdigit():
        return number
    letters = all(
        character.isascii() and (character.isalnum() or character in NAME_PUNCTUATION) for character in sender
    )
    if not letters or len(sender) > LONGEST_NAME:
        raise InvalidInput(
            f"sender must be a number, or a name of at most {LONGEST_NAME} letters, digits, blanks and & - _ ."
        )
    return sender


def known_provider(settings: Settings, told: str | None) -> str | None:
    """Return a provider id as the settings write it, None for a blank one; raises InvalidInput for an unknown one."""
    wanted = fold(told)
    if not wanted:
        return None
    for provider in settings.sms_providers:
        if fold(provider) == wanted:
            return provider
    raise InvalidInput("Unknown SMS provider.")


def schedule(told: datetime.datetime | None, now: datetime.datetime) -> datetime.datetime | None:
    """Return for when a message is ordered, None for at once; raises InvalidInput for a time that is over."""
    scheduled = moment(told)
    if scheduled is not None and scheduled < now:
        raise InvalidInput(IN_THE_PAST)
    return scheduled
