"""The one source of time, so that tests can set it."""

import datetime
import time
from zoneinfo import ZoneInfo


class Clock:
    """Tells the RTO's local time and a monotone-enough machine time."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def now(self) -> datetime.datetime:
        """Return the RTO's local time to the second, without offset."""
        return self.local(self.milliseconds())

    def local(self, milliseconds: int) -> datetime.datetime:
        """Return the RTO's local time of a moment in UTC milliseconds, to the second, without offset."""
        return datetime.datetime.fromtimestamp(milliseconds // 1000, self.zone).replace(tzinfo=None)

    def today(self) -> datetime.datetime:
        """Return the midnight that began the RTO's present day."""
        return self.now().replace(hour=0, minute=0, second=0)

    def milliseconds(self) -> int:
        """Return UTC milliseconds since 1970, in which ages of tokens are counted: no summer time bends them."""
        return time.time_ns() // 1_000_000
