"""USIs that stand on several clients, from before that was refused, for those who can mend it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from vettrak_api.model.clients import Client
from vettrak_api.model.statements import MOST_LISTED, Reader

MOST_TOLD = 50

_DOUBLES = select(Client.usi).where(Client.usi != "").group_by(Client.usi).having(func.count() > 1).limit(MOST_TOLD)
DOUBLES = _DOUBLES.order_by(Client.usi)
OWNERS = select(Client.usi, Client.code).order_by(Client.usi, Client.id).limit(MOST_LISTED)


@dataclass(frozen=True, slots=True)
class DoubleUsi:
    """A USI and the codes of the clients on whom it stands."""

    usi: str
    codes: tuple[str, ...]

    def __str__(self) -> str:
        """Name the clients; the USI itself is nobody's business who only reads a list."""
        return " and ".join(self.codes)


def usi_doubles(reader: Reader) -> list[DoubleUsi]:
    """Return those that stand on several clients, 50 at most."""
    found = [usi for (usi,) in reader.execute(DOUBLES)]
    codes: dict[str, list[str]] = {}
    if found:
        for usi, code in reader.execute(OWNERS.where(Client.usi.in_(found))):
            codes.setdefault(str(usi), []).append(code)
    return [DoubleUsi(usi, tuple(owners)) for usi, owners in codes.items()]
