"""The scenario, step by step. What it changes it changes back, so that it can be played again."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from vettrak_api.demo.tour.service import NO_RECORDS, OK, Service, Trouble, items

FAVOURITE = "Beer Appreciation"
"""The example of the original document, taken when it is new to the LMS; else the first new occurrence."""

VISITOR = ("Visitor", "Tourmaline", datetime.datetime(1990, 5, 17))
"""Surname, given name and birth date of the person whom the LMS enrols."""

IN_LMS, NOT_IN_LMS = 1, 0
RESULT, SCORES = "Competency Achieved", (92, 85, 78, 88)
FREED, WITHDRAW = "Withdrawn", "UpdateEnrolment"


@dataclass
class Journey:
    """Where the tour has come to: what is found in one step is used in the next."""

    service: Service
    console: Console
    occurrence: Any = None
    uploaded: list[int] = field(default_factory=list)
    known_code: str = ""
    client_code: str = ""
    enrolment: Any = None
    results: dict[str, int] = field(default_factory=dict)

    def call(self, operation: str, *arguments: Any, accept: tuple[int, ...] = (OK,)) -> Any:
        """Call an operation and mention it."""
        answer = self.service.call(operation, *arguments, accept=accept)
        self.console.print(f"  {operation}", style="dim")
        return answer

    def say(self, text: str) -> None:
        """Tell what was found."""
        self.console.print(text)


def play(console: Console, url: str, username: str, password: str) -> None:
    """Play all steps; raises Trouble at the first that fails, after putting back what was changed."""
    service = Service(url)
    journey = Journey(service, console)
    console.print(f"A tour of {service.url}, as a learning management system (LMS) would call it.", style="bold")
    logged_in = service.log_in(username, password)
    console.print(f"Logged in as client {logged_in.Identifier}; the token works for every call that follows.")
    try:
        for number, (title, step) in enumerate(STEPS, 1):
            console.print(f"\n{number}. {title}", style="bold cyan")
            step(journey)
    finally:
        console.print("\nAt the end: put everything back", style="bold cyan")
        tidy(journey)
    console.print("\nThe whole scenario works.", style="bold green", end=" ")
    console.print("Play it again whenever you like.")


def find_occurrence(journey: Journey) -> None:
    """Find an occurrence that the LMS does not have."""
    new = items(journey.call("GetLMSNewOccurrences"), "OccuList", "TOccu")
    if not new:
        raise Trouble("No occurrence is new to the LMS. Flag one as an LMS occurrence, or start with fresh demo data.")
    journey.occurrence = next((found for found in new if found.Prog_Name == FAVOURITE), new[0])
    found = journey.occurrence
    journey.say(
        f"{len(new)} occurrences wait for the LMS. We take number {found.ID}, {found.Prog_Name} ({found.Code}):"
    )
    journey.say(
        f"  {day(found.StartDate)} to {day(found.EndDate)} at {found.Loca_Code}, {found.Vacancies} places left."
    )


def mark_occurrence(journey: Journey) -> None:
    """Tell that the course exists in the LMS now."""
    journey.call("UpdateLMSOccurrenceStatus", journey.occurrence.ID, IN_LMS)
    new = items(journey.call("GetLMSNewOccurrences"), "OccuList", "TOccu")
    expect(journey.occurrence.ID not in {found.ID for found in new}, "The occurrence still counts as new.")
    journey.say("The course is set up in the LMS, and the occurrence is off the list of new ones.")


def collect_enrolments(journey: Journey) -> None:
    """Take over the people who are enrolled, and say so for each."""
    waiting = enrolments_waiting(journey)
    for enrolment in waiting:
        name = f"{enrolment.GivenName or ''} {enrolment.Surname}".strip()
        journey.say(f"  {name} (client {enrolment.Clie_Code}, enrolment {enrolment.ID}, {enrolment.Status})")
        journey.call("UpdateLMSEnrolmentStatus", enrolment.ID, IN_LMS)
        journey.uploaded.append(enrolment.ID)
    journey.known_code = waiting[0].Clie_Code if waiting else ""
    expect(not enrolments_waiting(journey), "Enrolments that were flagged still count as new.")
    journey.say(f"{len(waiting)} enrolments are in the LMS now; the list of new ones is empty.")


def enrolments_waiting(journey: Journey) -> list[Any]:
    """Return the enrolments that the LMS does not have."""
    answer = journey.call("GetLMSNewEnrolmentsForOccurrence", journey.occurrence.ID)
    return items(answer, "ClieEnroList", "TClieEnro")


def check_client(journey: Journey) -> None:
    """Look a client up by code, and a newcomer by name."""
    if journey.known_code:
        client = journey.call("GetClientByCode", journey.known_code).Clie
        expect(client.Clie_Code == journey.known_code, "GetClientByCode answered another client.")
        journey.say(f"Code {journey.known_code} is valid: {client.Clie_Given} {client.Clie_Surname}.")
    surname, given_name, _ = VISITOR
    answer = journey.call("GetClientByName", *VISITOR, accept=(OK, NO_RECORDS))
    if answer.Auth.Status == OK:
        journey.say(f"{given_name} {surname} is known from an earlier tour: client {answer.Clie.Clie_Code}.")
    else:
        journey.say(f"{given_name} {surname} is not known yet: {answer.Auth.StatusMessage}")


def add_client(journey: Journey) -> None:
    """Add the newcomer, or get the code of the one that is there: the call is safe to repeat."""
    code = journey.call("AddClientAfterCheck", *VISITOR, 0, "tourmaline.visitor@example.com").Clie.Clie_Code
    again = journey.call("AddClientAfterCheck", *VISITOR, 0, "tourmaline.visitor@example.com").Clie.Clie_Code
    expect(code and code == again, "The second call made a second client.")
    journey.client_code = code
    journey.say(f"The client code is {code}; asking twice made no second client. The LMS keeps this code.")


def enrol_client(journey: Journey) -> None:
    """Enrol the newcomer, who joined in the LMS."""
    answer = journey.call(
        "AddLMSClientEnrolmentToOccurrence", journey.client_code, journey.occurrence.ID, None, "By the tour", None
    )
    journey.enrolment = answer.ClieEnro
    journey.say(f"Enrolment {journey.enrolment.ID}: {journey.enrolment.Status}, {journey.enrolment.Amount} dollars.")
    waiting = {enrolment.ID for enrolment in enrolments_waiting(journey)}
    expect(journey.enrolment.ID not in waiting, "The LMS would be told of its own enrolment.")
    journey.say("The LMS made it itself, so it is not on the list of new ones.")


def send_results(journey: Journey) -> None:
    """Record a result for each unit of the enrolment."""
    for place, unit in enumerate(units(journey)):
        score = SCORES[place % len(SCORES)]
        dates = (journey.occurrence.StartDate, journey.occurrence.EndDate)
        journey.call("UpdateResult", journey.enrolment.ID, unit.Unit_Code, RESULT, *dates, score)
        journey.results[unit.Unit_Code] = score
        journey.say(f"  {unit.Unit_Code} {unit.Unit_Name}: {RESULT}, {score} percent")
    expect(bool(journey.results), "The enrolment has no units, so no result can be sent.")


def read_back(journey: Journey) -> None:
    """Read the results as a portal would."""
    found = {unit.Unit_Code: unit.Percentage for unit in units(journey) if unit.Result_Name == RESULT}
    expect(found == journey.results, f"Other results came back than were sent: {found}")
    answer = journey.call("GetEnrolmentsForClient", journey.client_code)
    listed = {enrolment.ID for enrolment in items(answer, "ClieEnroList", "TClieEnro")}
    expect(journey.enrolment.ID in listed, "The enrolment is not in the client's list.")
    journey.say(f"All {len(found)} results stand as they were sent, and the client's list shows the enrolment.")


def units(journey: Journey) -> list[Any]:
    """Return the units of the newcomer's enrolment."""
    return items(journey.call("GetUnitsForEnrolment", journey.enrolment.ID), "EnunList", "TEnun")


STEPS: tuple[tuple[str, Callable[[Journey], None]], ...] = (
    ("Find an occurrence that the LMS does not have", find_occurrence),
    ("Mark it as uploaded", mark_occurrence),
    ("Collect its enrolments and flag them", collect_enrolments),
    ("Check the client who joins in the LMS", check_client),
    ("Add the client if necessary", add_client),
    ("Enrol the client in the occurrence", enrol_client),
    ("Send the results", send_results),
    ("Read everything back", read_back),
)


def tidy(journey: Journey) -> None:
    """Withdraw the tour's enrolment and clear the flags; says what could not be put back, and raises nothing."""
    now = datetime.datetime.now().replace(microsecond=0)
    undo: list[tuple[Any, ...]] = []
    if journey.enrolment is not None:
        undo.append((WITHDRAW, journey.enrolment.ID, FREED, now, None, None, None))
    undo += [("UpdateLMSEnrolmentStatus", number, NOT_IN_LMS) for number in journey.uploaded]
    if journey.occurrence is not None:
        undo.append(("UpdateLMSOccurrenceStatus", journey.occurrence.ID, NOT_IN_LMS))
    done = [(operation, put_back(journey, operation, *arguments)) for operation, *arguments in undo]
    if (WITHDRAW, True) in done:
        journey.say("The enrolment is withdrawn; the client stays.")
    flags = [is_back for operation, is_back in done if operation != WITHDRAW]
    if flags and all(flags):
        journey.say("The LMS flags are as before.")
    if not done:
        journey.say("There is nothing to put back.")


def put_back(journey: Journey, operation: str, *arguments: Any) -> bool:
    """Call an operation that undoes something and tell whether it has done so."""
    try:
        journey.call(operation, *arguments)
    except Trouble as trouble:
        journey.say(f"  Not put back: {trouble}")
        return False
    return True


def expect(fulfilled: object, message: str) -> None:
    """Stop the tour when the server's answers contradict each other."""
    if not fulfilled:
        raise Trouble(f"{message} This is a fault of the server; please report it.")


def day(moment: datetime.datetime | None) -> str:
    """Return a date as people write it."""
    return f"{moment:%a %d %b %Y}" if moment else "open"
