"""Examines the keys of the audit trail and its chain."""

from sqlalchemy import Connection

from vettrak_api.clock import Clock
from vettrak_api.doctor.findings import Finding, ok, warn
from vettrak_api.rules.audit.sealing import LATEST
from vettrak_api.security.keyring import Keyring, UnreadableKeys
from vettrak_api.security.person_keys import WRAPPINGS
from vettrak_api.settings import Settings

MONTH = 30 * 24 * 60 * 60 * 1000
NO_KEY = (
    "There is no key of the audit trail here yet: who changed personal data is told, but not from what to what.\n"
    "A server makes one when it first needs it. When it has been lost, put it back: former values can not be read\n"
    "without it, and new ones are enciphered by another."
)
BACK_IT_UP = "Keep a copy of the keys apart from the database and its backups."
OTHERS = (
    "{count} keys of persons were wrapped by keys of the installation that are not here: the values that they\n"
    "encipher can not be read on this computer. Put the former keys behind the present one, in {place};\n"
    "all servers of a database need the same."
)


def look_at_audit(connection: Connection, settings: Settings) -> Finding:
    """Look whether the installation's keys are here and open the keys of all persons, and whether the log is sealed."""
    keyring = Keyring(settings, connection.engine.url)
    place = str(keyring.file) if keyring.file else "VETTRAK_AUDIT_KEY"
    try:
        keys = {key.fingerprint for key in keyring.all_keys()}
    except UnreadableKeys as error:
        return warn("audit", f"{error}", NO_KEY)
    wrappings = {row.wrapped_by: row.wrapped_keys for row in connection.execute(WRAPPINGS)}
    closed = sum(count for fingerprint, count in wrappings.items() if fingerprint not in keys)
    if closed:
        return warn("audit", f"{closed} keys of persons can not be opened", OTHERS.format(count=closed, place=place))
    seal = connection.execute(LATEST).first()
    if seal is not None and Clock(settings.zone).milliseconds() - seal.sealed_at > MONTH:
        return warn("audit", "nothing was sealed for a month", "Let a server run, or: vettrak-api background")
    sealed = f"{seal.id} seals" if seal else "no seal yet"
    if not keys:
        return ok("audit", f"no key yet, {sealed}")
    return ok("audit", f"keys in {place}, {sealed}. {BACK_IT_UP}")
