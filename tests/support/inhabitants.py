"""The inhabitants: what every test's database holds before the test begins, two of everything.

A statement that forgets its WHERE, or joins the wrong column, then meets records that are not the test's own.
Two houses live here, far from what tests make: their codes begin with Y or Z, their courses are held in 2041 and are
published neither to the web nor to an LMS, and everything was written in 2019. A test may name them
(`YARROW.student` is a client code) and must leave them as they are, unless it is about all records of a kind.

`tests/support/settling.py` builds them once per test run, with the World and, for what comes from the web, through the
public door. What each house has there, it has for both.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

WRITTEN = datetime.datetime(2019, 3, 4, 10)
"""When the inhabitants came."""

HELD, ENDED = datetime.datetime(2041, 5, 6, 9), datetime.datetime(2041, 6, 7, 17)
"""When their courses begin and end."""

API_TOKEN = "the-token-of-the-staff-member-who-calls-for-tests"
"""What the fixture `token` gives: of the staff member CALLER, who holds the API role."""

CALLER = "XCALLER"


@dataclass(frozen=True)
class House:
    """The names of one house's records; codes are those of the wire."""

    letter: str
    surname: str
    born: datetime.date
    usi: str
    company: str
    fee: Decimal
    disability: str
    education: str

    @property
    def student(self):
        return f"{self.letter}STUDENT"

    @property
    def employee(self):
        return f"{self.letter}EMPLOYEE"

    @property
    def contact(self):
        return f"{self.letter}CONTACT"

    @property
    def trainer(self):
        return f"{self.letter}TRAINER"

    @property
    def employer(self):
        return f"{self.letter}COMPANY"

    @property
    def course(self):
        return f"{self.letter}COURSE"

    @property
    def booking(self):
        return f"{self.letter}BOOKING"

    @property
    def programme(self):
        return f"{self.letter}PROGRAMME"

    @property
    def units(self):
        return [f"{self.letter}UNIT1", f"{self.letter}UNIT2"]

    @property
    def optional_unit(self):
        return f"{self.letter}OPTION"

    def mail(self, name):
        return f"{name}@{self.surname.lower()}.example"


YARROW = House(
    "Y", "Yarrow", datetime.date(1951, 2, 3), "YRRW234567", "Yarrow Boatbuilders", Decimal("77.00"), "12", "420"
)
ZINNIA = House("Z", "Zinnia", datetime.date(1952, 3, 4), "ZNNA234567", "Zinnia Florists", Decimal("88.00"), "13", "511")
HOUSES = (YARROW, ZINNIA)


def strangers(rows):
    """Leave the inhabitants' rows out of a list that a page shows."""
    return [row for row in rows if not any(house.surname in row for house in HOUSES)]
