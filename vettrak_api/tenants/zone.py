"""The time zone of whose request is being answered, for what is compiled once for all organisations."""

import datetime
from zoneinfo import ZoneInfo

from vettrak_api.runtime import settings_serving
from vettrak_api.settings import Settings


class ServedZone(datetime.tzinfo):
    """A zone that is the organisation's; outside of any request the process's."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def _zone(self) -> ZoneInfo:
        return settings_serving(self._settings).zone

    def utcoffset(self, moment: datetime.datetime | None) -> datetime.timedelta | None:
        """Return how far local time is ahead of UTC."""
        return self._zone.utcoffset(moment)

    def dst(self, moment: datetime.datetime | None) -> datetime.timedelta | None:
        """Return how much of that is summer time."""
        return self._zone.dst(moment)

    def tzname(self, moment: datetime.datetime | None) -> str | None:
        """Return the zone's short name."""
        return self._zone.tzname(moment)

    def fromutc(self, moment: datetime.datetime) -> datetime.datetime:
        """Return a moment of UTC in local time."""
        zone = self._zone
        return zone.fromutc(moment.replace(tzinfo=zone))
