"""Rows of the change log as tests want them: at local times of the RTO."""

from vettrak_api.model.changes import DELETE, Change

MILLISECONDS = 1000


def stamp_of(moment, zone):
    """Return the stamp of a local time; of one that comes twice, the earlier."""
    return int(moment.replace(tzinfo=zone).timestamp() * MILLISECONDS)


def deletion(table, identifier, stamp):
    """Return a deletion that clients are told of."""
    return Change(table_name=table, record_id=0, action=DELETE, identifier=identifier, stamp=stamp)
