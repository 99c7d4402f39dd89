"""What staff are told of e-mail addresses to which no mail can be sent: those from before such were refused."""

from collections.abc import Iterable, Iterator
from typing import Any

from vettrak_api.settings import is_address

UNUSABLE = "can not be used: no mail can be sent to it."


def warnings_about(party: Any, additional: Iterable[Any], records: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Yield a sentence for each address that can not be used: the web's, and those of records by their code."""
    told = [party.email, *(row.web for row in additional if row.label == "Email")]
    for _ in filter(_is_unusable, dict.fromkeys(told)):
        yield f"The e-mail address from the web {UNUSABLE}"
    for code, record in records:
        if _is_unusable(record.email):
            yield f"The e-mail address of {code} {UNUSABLE}"


def warning_about(email: str | None) -> str:
    """Return a sentence about an address that can not be used; blank for one that can, and for none."""
    return f"This e-mail address {UNUSABLE}" if _is_unusable(email) else ""


def _is_unusable(email: str | None) -> bool:
    return bool(email) and not is_address(email or "")
