"""What of the audit trail a legal hold keeps: all that tells of the person, for as long as the hold lasts."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from vettrak_api.model.changes import Change
from vettrak_api.model.privacy import LegalHold
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.rules.privacy.traces import person_of, records_of, traces_of
from vettrak_api.security.person_keys import keys_of

_MANY = bindparam("numbers", expanding=True, type_=BigInteger)
HELD = select(LegalHold.client_id).order_by(LegalHold.client_id)
OF_RECORDS = select(Change.id).where(Change.table_name == bindparam("of_table"), Change.record_id.in_(_MANY))
OF_KEYS = select(Change.id).where(Change.key_id.in_(_MANY))


@dataclass(frozen=True, slots=True)
class Kept:
    """Keys of persons, and the numbers of rows of the change log in their order, that stay however old they are."""

    keys: frozenset[int]
    rows: tuple[int, ...]

    def has_any(self, first: int, last: int) -> bool:
        """Tell whether some of the rows from one number to another stay."""
        at = bisect_left(self.rows, first)
        return at < len(self.rows) and self.rows[at] <= last


def kept_by_holds(reader: Reader) -> Kept:
    """Return what the legal holds of all clients keep."""
    records: dict[str, set[int]] = defaultdict(set)
    for client_id in execute(reader, HELD).scalars().all():
        for table, number in records_of(reader, traces_of(reader, person_of(reader, client_id)), lambda _table: True):
            records[table].add(number)
    keys = {key for table, numbers in records.items() for key in keys_of(reader, table, sorted(numbers))}
    rows = {row for some in portions(sorted(keys)) for row in execute(reader, OF_KEYS, numbers=some).scalars()}
    for table, numbers in records.items():
        for some in portions(sorted(numbers)):
            rows.update(execute(reader, OF_RECORDS, of_table=table, numbers=some).scalars())
    return Kept(frozenset(keys), tuple(sorted(rows)))
