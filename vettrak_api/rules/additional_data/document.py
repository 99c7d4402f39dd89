"""The XML text of an update: <AdditionalData> with one child per field."""

from typing import NoReturn
from xml.parsers import expat

from vettrak_api.errors import InvalidInput

ROOT = "AdditionalData"

LONGEST_DOCUMENT = 200_000
"""Characters; all fields of an entity at their longest are a twentieth of it."""

_SEPARATOR = " "


def read_document(text: str | None) -> dict[str, str]:
    """Return the text of every child element by its name; of several of one name the last counts.

    Namespaces, attributes, comments and processing instructions mean nothing. Raises InvalidInput when the text
    does not parse, has another root, a DTD or elements within fields, or is longer than any real one.
    """
    document = (text or "").strip()
    if not document or len(document) > LONGEST_DOCUMENT:
        _refuse()
    reader = _Reader()
    try:
        reader.parser.Parse(document, True)
    except (expat.ExpatError, UnicodeError):
        _refuse()
    return reader.fields


def _refuse(*_details: object) -> NoReturn:
    raise InvalidInput("Additional data is not valid XML.")


class _Reader:
    """Collects the fields while expat reads; whatever a document may not hold is refused where it begins."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._open: list[str] = []
        self._text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.buffer_text = True
        # Before anything of a DTD is read: no entity is ever declared, so none can grow or reach out.
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        local = name.rpartition(_SEPARATOR)[2]
        if len(self._open) > 1 or (not self._open and local != ROOT):
            _refuse()
        self._open.append(local)
        self._text.clear()

    def _end(self, name: str) -> None:
        del name
        local = self._open.pop()
        if self._open:
            self.fields[local] = "".join(self._text)
        self._text.clear()

    def _characters(self, text: str) -> None:
        if len(self._open) > 1:
            self._text.append(text)
        elif text.strip():
            _refuse()
