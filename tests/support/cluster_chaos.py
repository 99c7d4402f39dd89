"""Rounds of trouble in a cluster, and what is counted afterwards from its callers' journals."""

import itertools
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace

from cluster.machines import wait_for
from sqlalchemy import select

from tests.support.cluster_callers import Booker, Lms, Poller
from tests.support.world import PASSWORD, World
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment
from vettrak_api.model.events import Award
from vettrak_api.model.quarantine import PENDING, PROCESSED, WebEnrolment
from vettrak_api.model.reference import ResultType
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

CHEAP = {"argon2_memory_kib": 8, "argon2_passes": 1}
BEFORE, LASTS, AFTER = 1.5, (4.0, 9.0), 2.0
"""Seconds of a round: before the trouble, of it, and after everything takes part again."""

WHOLE_SECONDS = 90.0
SEATS = 3
ONLY = os.environ.get("VETTRAK_CLUSTER_TROUBLE", "")
STANDING = {PENDING, PROCESSED}
CALLS_OF_A_POLL = 2
COLUMNS = ("lost", "doubled", "numbers twice", "oversold", "missed", "wrong")
"""What must be nought."""


@dataclass
class Trouble:
    """What is done to which machine, and how it is put right."""

    what: str
    whom: str
    begin: object
    end: object


def troubles(rig):
    """Every trouble that there is: of the leader, a follower and a server."""

    def restart(machine):
        machine.kill()
        rig.restart(machine)

    def neighbours(machine):
        if machine in rig.servers:
            return [rig.leader().address]
        return [other.address for other in rig.databases if other is not machine]

    targets = {
        "leader": rig.leader,
        "follower": lambda: rig.followers()[0],
        "server": lambda: rig.servers[0],
    }
    network = rig.cluster.network
    kinds = {
        "killed": (lambda machine: machine.kill(), restart),
        "paused": (lambda machine: machine.pause(), lambda machine: machine.resume()),
        "cut off": (lambda machine: network.cut(machine.name), lambda machine: network.heal(machine.name)),
        "cut from the database": (
            lambda machine: network.cut(machine.name, *neighbours(machine)),
            lambda machine: network.heal(machine.name),
        ),
        "on a bad line": (lambda machine: network.lose(machine.name, 0.2), lambda machine: network.heal(machine.name)),
    }
    for (what, (begin, end)), (whom, find) in itertools.product(kinds.items(), targets.items()):
        yield Trouble(what, whom, lambda begin=begin, find=find: _begun(begin, find), end)


def _since(caller, moment):
    return sum(one > moment for one in caller.done)


def _begun(begin, find):
    machine = find()
    begin(machine)
    return machine


@dataclass
class Round:
    """What one round showed."""

    number: int
    trouble: Trouble
    machine: str = ""
    lasted: float = 0.0
    silence: float = 0.0
    """The longest time that any caller was without a good answer: callers are served again within it."""
    whole_after: float = 0.0
    """Seconds from the end of the trouble until every machine took part again, which callers do not wait for."""
    calls: int = 0
    troubles: Counter = field(default_factory=Counter)
    taken_back: int = 0
    counts: Counter = field(default_factory=Counter)
    details: list = field(default_factory=list)


class Chaos:
    """A cluster with courses and a log-in, on which rounds are run."""

    def __init__(self, rig, seed):
        self.rig, self.random = rig, random.Random(seed)
        self.runtime = build_runtime(Settings(database_url=rig.url(rig.servers[0]), **CHEAP))
        self.world = World(self.runtime)
        self.login = ("integration", PASSWORD)
        hashed = self.runtime.passwords.hash(PASSWORD)
        self.world.staff(api_role=True, username=self.login[0], password_hash=hashed)
        self.open = self.world.occurrence(units=["BEER1"], web_published=True)
        self.journals, self.known = [], set()

    def close(self):
        self.runtime.database.close()

    def plan(self, rounds):
        """Choose the troubles: each kind once before any comes again."""
        every = [one for one in troubles(self.rig) if ONLY in f"{one.whom} {one.what}"]
        chosen = []
        while len(chosen) < rounds:
            chosen += self.random.sample(every, len(every))
        return chosen[:rounds]

    def run(self, number, trouble):
        """Run one round, and count."""
        told = Round(number, trouble)
        self._wait_until_whole()
        scarce = self.world.occurrence(seats=SEATS, web_published=True)
        courses = SimpleNamespace(open=self.open.id, scarce=scarce.id)
        kinds = [Booker] * 3 + [Lms] * 3 + [Poller] * 2
        named = [(kind, f"R{number}{kind.__name__}{at}x") for at, kind in enumerate(kinds)]
        callers = [kind(name, self.rig.address, self.login, courses) for kind, name in named]
        began = time.monotonic()
        for caller in callers:
            caller.start()
        time.sleep(BEFORE)
        machine = trouble.begin()
        told.began = time.monotonic()
        told.machine, told.lasted = machine.name, self.random.uniform(*LASTS)
        time.sleep(told.lasted)
        trouble.end(machine)
        told.whole_after = self._wait_until_whole()
        time.sleep(AFTER)
        self._stop(callers)
        told.silence = max(_longest_silence(caller.done, began) for caller in callers)
        self._judge(told, callers, courses)
        return told

    def _wait_until_whole(self):
        try:
            return wait_for("the whole cluster", self._is_whole, WHOLE_SECONDS)
        except TimeoutError as error:
            servers = {server.name: self.rig.is_ready(server) for server in self.rig.servers}
            raise TimeoutError(f"{error}: {self.rig.standing()}; ready: {servers}") from error

    def _is_whole(self):
        return self.rig.is_whole() and all(map(self.rig.is_ready, self.rig.servers))

    def _stop(self, callers):
        """Let all end what they have begun, the pollers last, so that they have asked after everybody's last call."""
        pollers = [caller for caller in callers if isinstance(caller, Poller)]
        others = [caller for caller in callers if caller not in pollers]
        for caller in others:
            caller.stopping.set()
        for caller in others:
            caller.join(WHOLE_SECONDS)
        last = time.monotonic()
        for poller in pollers:
            polls = partial(_since, poller, last)
            wait_for("a last poll", lambda polls=polls: polls() > CALLS_OF_A_POLL * 2, WHOLE_SECONDS)
            poller.stopping.set()
            poller.join(WHOLE_SECONDS)
        for caller in others:
            if isinstance(caller, Booker):
                caller.settle()

    def _judge(self, told, callers, courses):
        journals = [caller.journal for caller in callers]
        told.calls = sum(len(caller.done) for caller in callers)
        for journal in journals:
            told.troubles += journal.troubles
            told.taken_back += journal.taken_back
            told.details += journal.wrong
        told.details += [f"{caller.name} did not end" for caller in callers if caller.is_alive()]
        told.counts["wrong"] = len(told.details)
        self.journals += journals
        with self.runtime.database.querying() as connection:
            facts = Facts(connection)
        for name, found in (
            ("lost", facts.lost(self.journals)),
            ("doubled", facts.doubled()),
            ("numbers twice", facts.numbers_twice(self.journals)),
            ("oversold", facts.oversold(courses.scarce)),
            ("missed", missed(journals)),
        ):
            new = {f"{name}: {one}" for one in found} - self.known
            self.known |= new
            told.counts[name] = len(new)
            self.histories = {caller.name: caller.history for caller in callers}
            told.details += sorted(new)


class Facts:
    """What the database holds, against what callers were told."""

    def __init__(self, connection):
        def rows(*columns):
            return connection.execute(select(*columns)).all()

        web = (WebEnrolment.id, WebEnrolment.state, WebEnrolment.description, WebEnrolment.occurrence_id)
        self.web = {row.id: row for row in rows(*web)}
        self.enrolments = {row.id: row for row in rows(Enrolment.id, Enrolment.client_id, Enrolment.occurrence_id)}
        self.clients = rows(Client.id, Client.code, Client.surname, Client.given_name)
        self.awards = rows(Award.enrolment_id, Award.parchment_number)
        results = select(EnrolledUnit.enrolment_id, ResultType.name).join(
            ResultType, ResultType.id == EnrolledUnit.result_type_id
        )
        self.results = dict(connection.execute(results).all())

    def lost(self, journals):
        """Tell what is not as a caller was told that it is."""
        people = {(row.surname, row.given_name): row.code for row in self.clients}
        numbers = {row.code: row.id for row in self.clients}
        awards = dict(self.awards)
        for journal in journals:
            for key, number in journal.bookings.items():
                wanted = PROCESSED if number in journal.processed else PENDING
                stored = self.web.get(number)
                if stored is None or (stored.state, stored.description) != (wanted, key):
                    yield f"booking {key} {number}: {stored}"
            made = [number for number in journal.processed.values() if number is not None]
            yield from (f"enrolment {number}" for number in made if number not in self.enrolments)
            yield from (f"client {who}" for who, code in journal.clients.items() if people.get(who) != code)
            for (code, occurrence), number in journal.enrolled.items():
                if self.enrolments.get(number, ())[1:] != (numbers.get(code), occurrence):
                    yield f"enrolment {number} of {code} in {occurrence}"
            yield from (f"result of {one}" for one, name in journal.results.items() if self.results.get(one) != name)
            yield from (f"award of {one}" for one, number in journal.awards.items() if awards.get(one) != number)

    def doubled(self):
        """Tell what is there twice, although each caller wanted it once."""
        standing = [row.description for row in self.web.values() if row.state in STANDING]
        yield from _twice("booking", standing)
        yield from _twice("client", ((row.surname, row.given_name) for row in self.clients))
        yield from _twice("enrolment", ((row.client_id, row.occurrence_id) for row in self.enrolments.values()))
        yield from _twice("award", (row.enrolment_id for row in self.awards))

    def numbers_twice(self, journals):
        """Tell which number two records have, or two callers were told."""
        yield from _twice("parchment", (row.parchment_number for row in self.awards))
        yield from _twice("client code", (row.code for row in self.clients))
        yield from _twice("booking", (number for journal in journals for number in journal.bookings.values()))
        told = (number for journal in journals for number in journal.enrolled.values())
        yield from _twice("enrolment", told)

    def oversold(self, occurrence):
        """Tell how many more than there were places are enrolled."""
        taken = sum(row.occurrence_id == occurrence and row.state in STANDING for row in self.web.values())
        return [f"place {extra} of {occurrence}" for extra in range(max(0, taken - SEATS))]


def missed(journals):
    """Tell what a poller was not told, although somebody was told that it is done."""
    bookings = {
        number for journal in journals for number in journal.bookings.values() if number not in journal.processed
    }
    awards = {number for journal in journals for number in journal.awards}
    for at, journal in enumerate(journals):
        if journal.told_bookings or journal.told_awards:
            yield from (f"booking {number} by poller {at}" for number in bookings - journal.told_bookings)
            yield from (f"award of {number} by poller {at}" for number in awards - journal.told_awards)


def _twice(what, values):
    return [f"{what} {value}: {times} times" for value, times in Counter(values).items() if times > 1]


def _longest_silence(moments, began):
    """Return the longest time without a good answer, from a caller's beginning on."""
    known = [began, *moments]
    return max((later - earlier for earlier, later in itertools.pairwise(known)), default=0.0)


def table(kind, rounds):
    """Return a table of the rounds, in Markdown."""
    head = [
        "round",
        "trouble",
        "seconds",
        "calls",
        "troubles told",
        *COLUMNS,
        "taken back",
        "longest silence",
        "whole after",
    ]
    lines = [f"### {kind}", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for one in rounds:
        told = ", ".join(f"{times} {what}" for what, times in one.troubles.most_common())
        cells = [one.number, f"{one.trouble.whom} {one.trouble.what}", f"{one.lasted:.1f}", one.calls, told or "none"]
        cells += [*(one.counts[column] for column in COLUMNS), one.taken_back]
        cells += [f"{one.silence:.1f} s", f"{one.whole_after:.1f} s"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    sums = [sum(one.counts[column] for one in rounds) for column in COLUMNS]
    worst = [max(one.silence for one in rounds), max(one.whole_after for one in rounds)]
    cells = ["all", "", "", sum(one.calls for one in rounds), sum(one.troubles.total() for one in rounds), *sums]
    cells += [sum(one.taken_back for one in rounds), *(f"{seconds:.1f} s" for seconds in worst)]
    return "\n".join([*lines, f"| {' | '.join(map(str, cells))} |", ""])
