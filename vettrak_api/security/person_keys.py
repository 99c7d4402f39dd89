"""The keys of persons, in the database: which are whose, which are old, and wrapping them anew."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import BigInteger, Integer, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from vettrak_api.model.belonging import Record
from vettrak_api.model.changes import PersonKey
from vettrak_api.model.statements import Reader, execute, execute_for_each, portions
from vettrak_api.security.keyring import Keyring
from vettrak_api.security.vault import DAY, FORGOTTEN, KEY_DAYS, name_of_key, unwrapped

MOST_AT_ONCE = 1_000
"""Old keys that are deleted at once."""

_OF_TABLE = PersonKey.owner_table == bindparam("of_table")
_MANY = bindparam("numbers", expanding=True, type_=BigInteger)
OF_OWNER = delete(PersonKey).where(_OF_TABLE, PersonKey.owner_id.in_(_MANY))
WRAPPINGS = select(PersonKey.wrapped_by, func.count().label("wrapped_keys")).group_by(PersonKey.wrapped_by)
"""How many keys each key of the installation has wrapped."""

KEYS_OF_OWNERS = select(PersonKey.id).where(_OF_TABLE, PersonKey.owner_id.in_(_MANY))
OLD_KEYS = (
    select(PersonKey.id)
    .where(PersonKey.made < bindparam("older", type_=BigInteger))
    .order_by(PersonKey.made, PersonKey.id)
    .limit(bindparam("most", type_=Integer))
)
REMOVE_KEYS = delete(PersonKey).where(PersonKey.id.in_(_MANY))
OTHERS = (
    select(PersonKey.id, PersonKey.wrapped, PersonKey.wrapped_by)
    .where(PersonKey.wrapped_by != bindparam("present"), PersonKey.id > bindparam("after", type_=BigInteger))
    .order_by(PersonKey.id)
    .limit(500)
)
REWRAP = (
    update(PersonKey)
    .where(PersonKey.id == bindparam("number", type_=BigInteger))
    .values(wrapped=bindparam("new_wrapped"), wrapped_by=bindparam("new_by"))
)


def forget_person(session: Session, records: Iterable[Record]) -> int:
    """Delete all keys of some records: nobody can read their former values any more. Returns how many keys went.

    What the transaction itself changes of them is told without values. What other processes remember of the keys may
    encipher what is written later; nobody can read that either.
    """
    forgotten = set(records)
    session.info.setdefault(FORGOTTEN, set()).update(forgotten)
    count = 0
    for table in sorted({table for table, _ in forgotten}):
        for some in portions(sorted(number for name, number in forgotten if name == table)):
            count += execute(session, OF_OWNER, of_table=table, numbers=some).rowcount
    return count


def keys_of(reader: Reader, table: str, numbers: Sequence[int]) -> set[int]:
    """Return the numbers of the keys that records of a table have of their own."""
    return {
        number
        for some in portions(numbers)
        for number in execute(reader, KEYS_OF_OWNERS, of_table=table, numbers=some).scalars()
    }


def forget_old_keys(session: Session, now: int, days: int, kept: Collection[int] = frozenset()) -> int:
    """Delete up to MOST_AT_ONCE keys whose youngest value is older than so many days; return how many.

    now: UTC milliseconds. kept: keys that stay, however old they are.
    """
    old = execute(session, OLD_KEYS, older=now - (days + KEY_DAYS) * DAY, most=MOST_AT_ONCE + len(kept)).scalars()
    going = [number for number in old if number not in kept][:MOST_AT_ONCE]
    return sum(execute(session, REMOVE_KEYS, numbers=some).rowcount for some in portions(going))


def rewrap_keys(session: Session, keyring: Keyring, after: int) -> tuple[int, int, int]:
    """Wrap up to 500 keys of persons by the present key of the installation, from a number on.

    Returns how many were wrapped anew, how many no key of the installation opens, and the last number looked at, 0 when
    there were none.
    """
    present = keyring.current()
    if present is None:
        return 0, 0, 0
    rows = execute(session, OTHERS, present=present.fingerprint, after=after).all()
    opened = [(row.id, key) for row in rows if (key := unwrapped(keyring, row))]
    wrapped = [
        {"number": number, "new_wrapped": present.wrap(key, name_of_key(number)), "new_by": present.fingerprint}
        for number, key in opened
    ]
    if wrapped:
        execute_for_each(session, REWRAP, wrapped)
    return len(opened), len(rows) - len(opened), rows[-1].id if rows else 0
