"""Callers of a cluster's servers, who keep a journal of what they were told, and repeat by the rules of the guides."""

import datetime
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from tests.support.distant import Distant, Lost
from tests.support.soap import Api, SoapFault

ZONE = ZoneInfo("Australia/Sydney")
PAUSE = 0.5
MONDAY, FRIDAY = datetime.datetime(2026, 9, 7), datetime.datetime(2026, 9, 11)
BUSY, ENROLLED, FULL = -3, "Client is already enrolled in this occurrence.", "Occurrence has no vacancies."
AWARD = "Statement of Attainment"


@dataclass
class Journal:
    """What one caller was told. Keys are the caller's own names of what it wanted."""

    bookings: dict = field(default_factory=dict)
    """Key: the number of the web enrolment."""
    processed: dict = field(default_factory=dict)
    """Number of a web enrolment: that of the enrolment, or None where the answer was lost and it was done already."""
    clients: dict = field(default_factory=dict)
    """(surname, given name): client code."""
    enrolled: dict = field(default_factory=dict)
    """(client code, occurrence): number of the enrolment."""
    results: dict = field(default_factory=dict)
    """Number of an enrolment: the result that was sent."""
    awards: dict = field(default_factory=dict)
    """Number of an enrolment: the parchment's number."""
    refused: int = 0
    """How often no place was left."""
    doubtful: list = field(default_factory=list)
    """Keys of bookings some answer about which got lost."""
    taken_back: int = 0
    """Bookings that a repetition had made twice, and the caller took back."""
    troubles: Counter = field(default_factory=Counter)
    """How often what went wrong that may."""
    wrong: list = field(default_factory=list)
    """What may not."""
    told_bookings: set = field(default_factory=set)
    told_awards: set = field(default_factory=set)
    """What a poller was told."""


class Caller(threading.Thread):
    """Works until told to stop, and then ends what it has begun; subclasses say at what."""

    def __init__(self, name, address, login, courses):
        super().__init__(name=name, daemon=True)
        self.api, self.login, self.courses = Api(Distant(address)), login, courses
        self.journal = Journal()
        self.done = []
        """When calls were answered well, by the monotonic clock."""
        self.history = []
        """Every call: when it ended, its operation, its arguments, and how it ended."""
        self.stopping = threading.Event()
        self.number = 0
        self.token = None

    def run(self):
        try:
            while not self.stopping.is_set():
                self.number += 1
                self.work(f"{self.name}{self.number}")
        except Exception as error:  # noqa: BLE001 - told at the end
            self.journal.wrong.append(repr(error))

    def work(self, key):
        """Do one round of the caller's work."""
        raise NotImplementedError

    def ask(self, name, *values):
        """Call an operation, and again after a pause until there is an answer; for what may be repeated freely."""
        return self.insist(lambda: self.call(name, *values))

    def insist(self, call, look=None):
        """Repeat a call until there is an answer; `look` is asked before each repetition whether it has happened."""
        while True:
            try:
                return call()
            except Lost as lost:
                self.journal.troubles[str(lost)] += 1
            time.sleep(PAUSE)
            if look is not None and (found := look()) is not None:
                return found

    def call(self, name, *values):
        """Call an operation once; raises Lost for everything after which a caller waits and repeats."""
        if self.token is None:
            self.log_in()
        said = "?"
        try:
            answer = getattr(self.api, name)(self.token, *values)
            auth = answer.Auth or answer
            said = f"{auth.Status} {auth.StatusMessage}"
        except Lost as lost:
            said = str(lost)
            raise
        except SoapFault as fault:
            self.journal.wrong.append(f"{name}: {fault}")
            raise Lost("fault") from fault
        finally:
            self.history.append((time.monotonic(), name, values, said))
        if auth.Status == BUSY:
            raise Lost(f"Status -3 {auth.StatusMessage}")
        self.done.append(time.monotonic())
        return answer

    def log_in(self):
        answer = self.api.ValidateClient(*self.login)
        if answer.Status == BUSY:
            raise Lost(f"Status -3 {answer.StatusMessage}")
        if answer.Status != 1:
            self.journal.wrong.append(f"ValidateClient: {answer.Status} {answer.StatusMessage}")
            raise Lost("log-in")
        self.token = answer.Token

    def said(self, answer, *usual):
        """Return the message of an answer, blank for success; what is neither is noted as wrong."""
        auth = answer.Auth or answer
        if auth.Status == 1:
            return ""
        if auth.StatusMessage not in usual:
            self.journal.wrong.append(f"{self.name}: {auth.Status} {auth.StatusMessage}")
        return auth.StatusMessage

    def send_result(self, enrolment):
        self.ask("UpdateResult", enrolment, "BEER1", "Competency Achieved", MONDAY, FRIDAY, 80)
        self.journal.results[enrolment] = "Competency Achieved"


class Booker(Caller):
    """Books by the web, and processes every other booking; wants the last places of a course, too."""

    def work(self, key):
        self.book(f"{key}s", self.courses.scarce)
        number = self.book(key, self.courses.open)
        if number is not None and self.number % 2 == 0:
            self.process(number)

    def book(self, key, occurrence):
        began = now()
        values = (occurrence, "Booked", key, None, None, key)
        first = [True]

        def add():
            try:
                return self.call("AddClientWebEnrolment", *values)
            except Lost:
                if first.pop() if first else False:
                    self.journal.doubtful.append((key, began))
                raise

        answer = self.insist(add, lambda: self.found(key, began))
        number = answer if isinstance(answer, int) else answer.ID
        if not isinstance(answer, int) and self.said(answer, FULL):
            self.journal.refused += 1
            return None
        self.journal.bookings[key] = number
        return number

    def process(self, number):
        answer = self.ask("ProcessWebEnrolment", number, True)
        if self.said(answer, "Web enrolment not found."):
            self.journal.processed[number] = None
            return
        enrolment = answer.ProcessedWebEnrol.EnrolmentId
        self.journal.processed[number] = enrolment
        self.send_result(enrolment)

    def found(self, key, began):
        """Look for a booking by the description that it was given."""
        numbers = self.pending(key, began)
        return numbers[0] if numbers else None

    def pending(self, key, began):
        answer = self.ask("GetWebEnrolmentsSince", began)
        return sorted(one.Webe_ID for one in answer.WebeList or () if one.Desc == key)

    def settle(self):
        """Look once more for what got lost, some time later, and take back what a repetition has made twice."""
        for key, began in self.journal.doubtful:
            for number in self.pending(key, began):
                if number != self.journal.bookings.get(key):
                    self.ask("DeleteWebEnrolment", number)
                    self.journal.taken_back += 1


class Lms(Caller):
    """Adds clients, enrols them, sends results and adds awards."""

    def work(self, key):
        answer = self.ask("AddClientAfterCheck", "Taught", key, datetime.datetime(2001, 4, 30))
        if self.said(answer):
            return
        code = answer.Clie.Clie_Code
        self.journal.clients["Taught", key] = code
        enrolment = self.enrol(code, self.courses.open)
        if enrolment is None:
            return
        self.send_result(enrolment)
        if self.number % 2 == 0:
            self.award(code, enrolment)

    def enrol(self, code, occurrence):
        answer = self.ask("AddLMSClientEnrolmentToOccurrence", code, occurrence)
        message = self.said(answer, ENROLLED)
        if message == ENROLLED:
            (number,) = (one.ID for one in self.ask("GetEnrolmentsForClient", code).ClieEnroList)
        elif message:
            return None
        else:
            number = answer.ClieEnro.ID
        self.journal.enrolled[code, occurrence] = number
        return number

    def award(self, code, enrolment):
        def look():
            listed = self.ask("GetAwardsForClient", code).QuclList
            return next((one.Qucl_Cert for one in listed or () if one.EnrolmentId == enrolment), None)

        answer = self.insist(lambda: self.call("AddAward", enrolment, AWARD), look)
        if isinstance(answer, str):
            self.journal.awards[enrolment] = answer
        elif not self.said(answer):
            self.journal.awards[enrolment] = answer.ParchmentNumber


class Poller(Caller):
    """Asks what was changed since it asked last, by its own clock."""

    def __init__(self, *values):
        super().__init__(*values)
        self.since = [now()] * 2

    def work(self, key):
        before = now()
        bookings = self.ask("GetWebEnrolmentsSince", self.since[0])
        self.journal.told_bookings |= {one.Webe_ID for one in bookings.WebeList or ()}
        self.since[0], before = before, now()
        awards = self.ask("GetAwardsModifiedSince", self.since[1])
        self.journal.told_awards |= {one.EnrolmentId for one in awards.QuclList or ()}
        self.since[1] = before
        time.sleep(0.2)


def now():
    """Return the RTO's time."""
    return datetime.datetime.now(ZONE).replace(tzinfo=None)
