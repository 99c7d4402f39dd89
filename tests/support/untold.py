"""Looks at every entry of the change log that tests write, for members of which nobody told what they had been."""

from functools import wraps

from vettrak_api.model.changes import INSERT
from vettrak_api.model.parts import UNKNOWN
from vettrak_api.security.vault import Vault

FOUND = []
"""What has been found since the last test."""


def watch():
    """Look at what each vault is given from now on."""
    keep = Vault.keep

    @wraps(keep)
    def looked_at(self, session, changes):
        FOUND.extend(untold(changes))
        keep(self, session, changes)

    Vault.keep = looked_at


def untold(changes):
    """The members of changed and deleted rows whose former value is not known."""
    for change in changes:
        for name, (before, _) in (change["values"] or {}).items():
            if before is UNKNOWN and change["action"] != INSERT:
                yield f"{change['operation']}: {change['table_name']} {change['record_id']} had an unknown {name}"
