"""Fills a database: one believable organisation, and behind it as many further clients as are wanted.

Two databases filled on the same day hold the same rows, but for the salts of passwords.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from random import Random

from sqlalchemy import Connection

from vettrak_api.demo.data.accounts import Accounts
from vettrak_api.demo.data.bookers import REGULARS, columns_of
from vettrak_api.demo.data.bookings import NEWCOMERS
from vettrak_api.demo.data.courses import COURSES
from vettrak_api.demo.data.crowd import AUTHOR, Progress, add_clients, untold
from vettrak_api.demo.data.example import add_example
from vettrak_api.demo.data.foundation import lay
from vettrak_api.demo.data.learning import Learning
from vettrak_api.demo.data.offers import Offer, Plan, add_offer
from vettrak_api.demo.data.office import open_website
from vettrak_api.demo.data.roles import NAMED, STAFF_COUNT, Cast, Casting, cast, give_employer_login
from vettrak_api.demo.data.words import EMPLOYERS, LOCATIONS
from vettrak_api.demo.data.workplace import Workplace
from vettrak_api.rules.bulk import Batch
from vettrak_api.runtime import Runtime

CLIENTS = 400
"""Clients of the organisation that is made in full; more are added in cohorts."""

FEWEST = 60
"""Fewer clients than this do not fill the parts there are: staff, contacts, students."""

OCCURRENCES = 120


def fill(runtime: Runtime, clients: int = CLIENTS, progress: Progress = untold) -> Counter[str]:
    """Fill an empty database with the organisation and its clients; returns how many rows went into which table.

    The organisation is one transaction, what the web booked and the office decided are three, every thousand further
    clients another. Raises ValueError for fewer clients than the organisation needs.
    """
    if clients < FEWEST:
        message = f"at least {FEWEST} clients are needed"
        raise ValueError(message)
    now, written = runtime.clock.now(), Counter[str]()
    with runtime.database.connection(writing=True) as connection:
        batch = Batch(connection, now, AUTHOR)
        foundation = lay(connection, batch, Random("foundation"))  # noqa: S311 - believable, not secret
        casting = Casting(batch, foundation, Random("organisation"), now.date(), runtime.passwords.hash)  # noqa: S311
        example = _found_organisation(connection, casting, min(clients, CLIENTS))
        batch.write(connection)
        give_employer_login(connection, casting)
        batch.catch_up(connection)
    written.update(batch.written)
    written.update(open_website(runtime, example.id))
    progress(min(clients, CLIENTS))
    return written + add_clients(runtime, clients - CLIENTS, progress)


def _found_organisation(connection: Connection, casting: Casting, clients: int) -> Offer:
    """Add everything but what came from the web; returns the example."""
    batch, random = casting.batch, casting.random
    people = cast(connection, casting)
    parts = len(NAMED) + STAFF_COUNT - 2 + len(EMPLOYERS) - 1 + len(REGULARS) + NEWCOMERS
    others = [casting.person() for _ in range(clients - parts)]
    people.students = [people.named["student"], people.named["john smith"], *others]
    accounts = Accounts(connection, batch)
    learning = Learning(batch, casting.foundation, random, tuple(people.staff), accounts)
    first = [people.named["john smith"], *others[:2]]
    example = add_example(casting, learning, people.named["staff"], first)
    for plan in _plans(casting, people):
        _enrol_takers(learning, add_offer(batch, casting.foundation, random, plan), people)
    accounts.close()
    Workplace(batch, casting.foundation, random).fill(people)
    # Last, and in no other course, so that they can be enrolled where they book.
    for person in REGULARS:
        casting.person(**columns_of(person))
    return example


def _plans(casting: Casting, people: Cast) -> Iterator[Plan]:
    """Yield the occurrences besides the example: from five months ago to four months ahead.

    Every third is for the LMS, and half of those are there already; three in five are on the web; one in
    thirty is an employer's booking; one was cancelled.
    """
    random = casting.random
    places = [location[0] for location in LOCATIONS]
    employers = list(people.contacts)
    for number in range(1, OCCURRENCES):
        course = COURSES[number % len(COURSES)]
        start = casting.today + datetime.timedelta(days=round(-150 + 270 * number / OCCURRENCES))
        employer = employers[number % len(employers)] if number % 30 == 11 else None
        ended = start + datetime.timedelta(weeks=course.weeks - 1) < casting.today
        yield Plan(
            course,
            start,
            places[number % len(places)],
            lms=number % 3 == 0,
            uploaded=number % 6 == 0,
            web_published=number % 5 < 3 and employer is None,
            status="Cancelled" if number == 77 else "Completed" if ended else "Active",
            trainers=tuple(random.sample(people.staff, 1 + number % 2)),
            employer_id=employer,
            contact_id=people.contacts[employer] if employer else None,
        )


def _enrol_takers(learning: Learning, offer: Offer, people: Cast) -> None:
    """Enrol those who take part: one occurrence in eight is full, the student of the log-in is often there.

    How many they are does not depend on the time, so that occurrences have the same numbers at all times.
    """
    random = Random(f"takers of {offer.id}")  # noqa: S311 - believable, not secret
    places, is_full = offer.plan.course.places or 20, offer.id % 8 == 0
    size = places if is_full else random.randrange(2, max(3, places - 1))
    takers = random.sample(people.students[1:], min(size, len(people.students) - 1))
    if offer.id % 10 == 3:
        takers[0] = people.named["student"]
    ended = offer.end < learning.now
    for client_id in takers:
        learning.enrol(offer, client_id, status=("Completed" if ended else "Active") if is_full else None)
