"""What tests of the audit trail read it by."""

import pytest

from vettrak_api.views.audit import history_of_record


@pytest.fixture
def trail(runtime):
    """Read the trail of a record: (action, {member: (before, after)}, note), the latest first."""

    def read(table, number):
        with runtime.database.querying() as reader:
            history = history_of_record(reader, runtime.vault, runtime.settings.zone, table, number)
        return [
            (f"{entry.table} {entry.action}", {one.name: (one.before, one.after) for one in entry.members}, entry.note)
            for entry in history.entries
        ]

    return read
