"""Reads the texts that a call sends: trimmed, and no longer than the catalogue allows (R-ARGS)."""

from collections.abc import Mapping

from vettrak_api.rules.validation import within


class Texts:
    """The texts of one operation; `longest` holds their characters by the name that messages use."""

    def __init__(self, longest: Mapping[str, int]) -> None:
        self._longest = longest

    def trimmed(self, name: str, text: str | None, *, called: str = "") -> str:
        """Return a text without the blanks around it, "" for null.

        Raises InvalidInput when it is too long or holds what no database stores; the message names it as it is
        `called`, else by its name. Raises KeyError for a name that the catalogue sets no limit for, which is a
        mistake of ours.
        """
        return within(called or name, text, self._longest[name])

    def optional(self, name: str, text: str | None, *, called: str = "") -> str | None:
        """Return what `trimmed` does, None for a blank text."""
        return self.trimmed(name, text, called=called) or None
