"""Client codes: the internal number, padded to five digits, or the next free code after it.

The number is known only after the insert. So a client is inserted under a provisional code, which no other
transaction ever sees, and gets its code before the commit. The unique key on the folded code has the last word.
"""

import secrets
from string import ascii_uppercase

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.base import CODE, fold
from vettrak_api.model.clients import Client

DIGITS = 5


def provisional_code() -> str:
    """Return a code of 9 characters for the moment between insert and `settle_code`; allocated codes have no ~."""
    return f"~{secrets.token_hex(4)}"


def settle_code(session: Session, client: Client) -> None:
    """Give a flushed client its code. Raises Conflict in the unlikely case that none of its 27 codes is free.

    Written past the unit of work, so that the trail of changes shows one insert and no update.
    """
    wanted = candidates(client.id)
    keys = [fold(code) for code in wanted]
    taken = set(session.scalars(select(Client.code_key).where(Client.code_key.in_(keys))))
    code = next((code for code, key in zip(wanted, keys, strict=True) if key not in taken), None)
    if code is None:
        raise Conflict("No client code is free.")
    session.execute(update(Client).where(Client.id == client.id).values(code=code, code_key=fold(code)))


def candidates(client_id: int) -> list[str]:
    """Return the codes that a client may get, best first: 00042, then 00042A to 00042Z; at most 10 characters."""
    number = f"{client_id:0{DIGITS}d}"
    return [code for suffix in ("", *ascii_uppercase) if len(code := number + suffix) <= CODE]
