"""What a contact sees of an employer: the people who work there and how far they are, contracts, events, invoices."""

import datetime
from collections.abc import Mapping
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.portals.courses import Course, read_units
from vettrak_api.web.portals.invoices import ALL, BEGINNING, END, invoice_page, invoices_page
from vettrak_api.web.portals.people import full_name
from vettrak_api.web.portals.soap import items_of
from vettrak_api.web.portals.visit import ELSEWHERE, PortalVisit, number_asked, pages

PEOPLE = 8
"""People of a page, each of whom costs one call."""

MOST_PAGES = 9999


@pages.page("/employees")
def employees(visit: PortalVisit) -> Response:
    """Show the employer's people, each with the course that matters most and how far it is."""
    identifier, name = visit.employer
    people = visit.calls.listed("GetEmployeesForEmployer", identifier)
    enrolments = visit.calls.listed("GetEnrolmentsForEmployer", identifier)
    best = best_courses(enrolments, visit.today)
    training = [best[each.Clie_Code] for each in people if each.Clie_Code in best]
    # Those in training first; the order within is the server's, by name.
    people.sort(key=lambda each: each.Clie_Code not in best)
    page = number_asked(visit.request, "page", MOST_PAGES)
    shown = people[(page - 1) * PEOPLE : page * PEOPLE]
    read_units(visit.calls, (best[each.Clie_Code] for each in shown if each.Clie_Code in best))
    return visit.page(
        "employees.html",
        employer=name,
        people=[(each, full_name(each.Clie_Given, each.Clie_Surname), best.get(each.Clie_Code)) for each in shown],
        total=len(people),
        going_on=sum(1 for course in training if course.is_open),
        page=page,
        is_last=page * PEOPLE >= len(people),
    )


def best_courses(enrolments: list[Any], today: datetime.datetime) -> Mapping[str, Course]:
    """Return of each client the course to show: the one that matters most."""
    best: dict[str, Course] = {}
    for enrolment in enrolments:
        course, former = Course(enrolment), best.get(enrolment.Clie_Code)
        if former is None or course.weight(today) < former.weight(today):
            best[enrolment.Clie_Code] = course
    return best


@pages.page("/contracts")
def contracts(visit: PortalVisit) -> Response:
    """Show the employer's training contracts."""
    identifier, name = visit.employer
    found = visit.calls.listed("GetContractsForEmployer", identifier)
    return visit.page("contracts.html", employer=name, contracts=found, full_name=full_name)


@pages.page("/contracts/<number:number>")
def contract(visit: PortalVisit, number: int) -> Response:
    """Show a contract with its units."""
    identifier, name = visit.employer
    found = next(
        (each for each in visit.calls.listed("GetContractsForEmployer", identifier) if number == each.ID), None
    )
    if found is None:
        raise NotFound(ELSEWHERE)
    course = Course(found, visit.calls.listed("GetUnitsForContract", number))
    whose = full_name(found.GivenName, found.Surname)
    return visit.page("contract.html", employer=name, contract=found, course=course, name=whose)


@pages.page("/employer-events")
def employer_events(visit: PortalVisit) -> Response:
    """Show visits, calls and letters, the latest first."""
    identifier, name = visit.employer
    found = visit.calls.listed("GetEventsForEmployer", identifier)
    return visit.page("employer_events.html", employer=name, events=found[::-1])


@pages.page("/employer-invoices")
def employer_invoices(visit: PortalVisit) -> Response:
    """Show the invoices made out to the employer."""
    return invoices_page(visit, _named_invoices(visit), "employer_invoice", visit.employer[1])


@pages.page("/employer-invoices/<number:number>")
def employer_invoice(visit: PortalVisit, number: int) -> Response:
    """Show what one of them is for, and what was paid."""
    return invoice_page(visit, _named_invoices(visit), number, "employer_invoices")


def _named_invoices(visit: PortalVisit) -> list[Any]:
    """Return the employer's invoices; two calls."""
    identifier = visit.employer[0]
    # The next call is protected: that the employer is the visitor's the server must have said today, not at the log-in.
    visit.calls.ask("GetEmployerDetails", identifier)
    arguments = (identifier, BEGINNING, END, ALL)
    return items_of(visit.desk.integration.ask(visit.calls, "GetInvoicesForEmployer", *arguments))
