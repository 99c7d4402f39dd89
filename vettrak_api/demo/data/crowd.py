"""The many clients behind the organisation: first those of today, and then the students of former years.

What an organisation offers does not grow with all whom it ever taught. So only the first clients take part in what runs
now; all others left years ago, and however many they are, what is asked about today has the same answer.
"""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from sqlalchemy import func, select

from vettrak_api.demo.data.courses import COURSES
from vettrak_api.demo.data.foundation import Foundation, lay
from vettrak_api.demo.data.learning import Learning
from vettrak_api.demo.data.offers import Offer, Plan, add_offer
from vettrak_api.demo.data.people import add_former_student, add_person
from vettrak_api.demo.data.roles import STAFF_COUNT
from vettrak_api.demo.data.words import LOCATIONS
from vettrak_api.model.clients import Client
from vettrak_api.rules.bulk import Batch
from vettrak_api.runtime import Runtime

AUTHOR = "demo-data"
"""Whom the stamps of demonstration data name."""

PRESENT = 10_000
"""As many clients take part in what runs around today; all further ones have been students in former years."""

COHORT = 1_000
ENROLMENTS_PER_FIVE_CLIENTS = 17
"""So that a million clients have six million enrolled units."""

PLACES_PER_OFFER = 15

YEAR = 365
GONE_FOR, FORMER_YEARS, STUDIED = 4 * YEAR, 10 * YEAR, 2 * YEAR
"""Days: since the last former students came, since when they have been coming before that, and how long each stayed.

So all of their courses were over more than a year ago.
"""

Progress = Callable[[int], None]
"""Is told how many clients were written."""


def untold(written: int) -> None:
    """Leave progress unmentioned."""
    del written


def count_clients(runtime: Runtime) -> int:
    """Return how many clients the database has."""
    with runtime.database.connection() as connection:
        return connection.scalar(select(func.count()).select_from(Client)) or 0


def add_clients(runtime: Runtime, clients: int, progress: Progress = untold) -> Counter[str]:
    """Add clients with enrolments to any database, streaming; no log-ins and no second organisation.

    Each cohort, a thousand clients at most, is a transaction, and one is in memory at a time. Whoever is interrupted
    keeps what was told to `progress`, and the same rows come when the rest is added on the same day.
    """
    now, written = runtime.clock.now(), Counter[str]()
    if clients <= 0:
        return written
    with runtime.database.connection(writing=True) as connection:
        batch = Batch(connection, now, AUTHOR)
        foundation = lay(connection, batch, Random("foundation"))  # noqa: S311 - believable, not secret
        staff = tuple(connection.scalars(select(Client.id).where(Client.staff).order_by(Client.id).limit(STAFF_COUNT)))
        batch.write(connection)
    present, wanted = count_clients(runtime), clients
    while wanted:
        size = min(COHORT, wanted, PRESENT - present if present < PRESENT else COHORT)
        cohort = _Cohort(batch, foundation, staff, is_former=present >= PRESENT)
        with runtime.database.connection(writing=True) as connection:
            cohort.add(size)
            batch.write(connection)
            batch.catch_up(connection)
        present, wanted = present + size, wanted - size
        progress(size)
    written.update(batch.written)
    return written


class _Cohort:
    """Clients who take part in the same occurrences, of today or of former years."""

    def __init__(self, batch: Batch, foundation: Foundation, staff: tuple[int, ...], *, is_former: bool) -> None:
        self._batch, self._foundation, self._staff, self._is_former = batch, foundation, staff, is_former
        self._random = Random(f"cohort {batch.first_free(Client)}")  # noqa: S311
        self._today = batch.now.date()
        self._came = self._today - datetime.timedelta(days=GONE_FOR + self._random.randrange(FORMER_YEARS))

    def add(self, size: int) -> None:
        """Add clients, the occurrences that they take part in, and more than three enrolments for each."""
        divisions = sorted(self._foundation.divisions.values())
        clients = [self._person(self._random.choice(divisions)) for _ in range(size)]
        enrolments = -(-size * ENROLMENTS_PER_FIVE_CLIENTS // 5)
        offers = [self._offer() for _ in range(-(-enrolments // PLACES_PER_OFFER))]
        learning = Learning(self._batch, self._foundation, self._random, self._staff)
        for number in range(enrolments):
            # Each round over the clients meets other occurrences, so that nobody is twice in one.
            round_number, place = divmod(number, size)
            offer = offers[(place // PLACES_PER_OFFER + round_number * len(offers) // 4) % len(offers)]
            learning.enrol(offer, clients[place])

    def _person(self, division_id: int) -> int:
        if self._is_former:
            return add_former_student(self._batch, self._random, self._came, division_id)
        return add_person(self._batch, self._random, self._today, division_id)

    def _offer(self) -> Offer:
        """Add an occurrence without frills: of the last four years or the next four months, or of the cohort's time."""
        random = self._random
        plan = Plan(
            random.choice(COURSES),
            self._today + datetime.timedelta(days=random.randrange(-1460, 120)),
            random.choice(LOCATIONS)[0],
            lms=random.random() < 0.33,
            uploaded=True,
            web_published=random.random() < 0.3,
            classes=1,
            elaborate=False,
        )
        if self._is_former:
            start = self._came + datetime.timedelta(days=random.randrange(STUDIED))
            plan = replace(plan, start=start, status="Completed", settled=True)
        return add_offer(self._batch, self._foundation, random, plan)
