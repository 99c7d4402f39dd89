"""Days of classes that repeat every week."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from vettrak_api.errors import Fault, InvalidFields

MOST_CLASSES = 200
"""Classes that one repeat makes: one each weekday for nine months."""

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Classes on some days of the week (0 is Monday), from a first day to a last day, both included."""

    first: datetime.date
    last: datetime.date
    weekdays: Collection[int]
    start: datetime.time
    finish: datetime.time

    def sessions(self) -> list[tuple[datetime.datetime, datetime.datetime]]:
        """Return when each class starts and finishes, by start.

        Raises InvalidFields when a class would end before it starts, when no day fits, and for more than MOST_CLASSES.
        """
        if self.finish <= self.start:
            raise InvalidFields(Fault("finish_time", "order", "The class ends before it starts."))
        if self.last < self.first:
            raise InvalidFields(Fault("last_day", "order", "The last day is before the first day."))
        if (self.last - self.first) > MOST_CLASSES * WEEK:
            raise InvalidFields(Fault("last_day", "most", "The last day is too far away."))
        span = range((self.last - self.first).days + 1)
        days = [day for step in span if (day := self.first + datetime.timedelta(step)).weekday() in self.weekdays]
        if not days:
            raise InvalidFields(Fault("last_day", "none", "No such day of the week lies between the two days."))
        if len(days) > MOST_CLASSES:
            raise InvalidFields(Fault("last_day", "most", f"That is more than {MOST_CLASSES} classes at once."))
        at = datetime.datetime.combine
        return [(at(day, self.start), at(day, self.finish)) for day in days]
