"""Area web_enrolments: several web sites on one server, each with an API user of its own."""

from decimal import Decimal

import pytest

from tests.support.outcomes import DENIED, OK, outcome
from tests.support.web import add_contact, add_employee, book, book_employer, loose_employer, wait_for
from vettrak_api.model.quarantine import WebEnrolment

NO_BOOKING = (-4, "Web enrolment not found.")
NO_EMPLOYEE = (-4, "Web employee not found.")
NO_CONTACT = (-4, "Web employer contact not found.")
NO_EMPLOYER = (-4, "Web employer not found.")
NO_ENTRY = (-4, "Web waitlist entry not found.")
NO_RECORD = (-4, "Web record not found.")

PERSON = {"RelationshipTypeCode": "EC", "ToClient": {"Surname": "Brewer", "MobilePhone": "1"}}

ON_BOOKINGS = {
    "AddClassesToWebEnrolment": ("client", []),
    "AddPriceTypesToWebEnrolment": ("client", []),
    "AddUnitsToWebEnrolment": ("client", []),
    "AddWebClientRelationship": ("client", PERSON),
    "AddWebEmployee": ("employer", "Worker"),
    "AddWebEmployerContact": ("employer", "Boss"),
    "AddWebInvoice": ("client", None, None, 0),
    "AddWebPayment": ("client", None, None, Decimal(1)),
    "AddWebPaymentPlan": ("client", 1, Decimal(1)),
    "DeleteWebEnrolment": ("client",),
    "GetWebClientsForWebEnrolment": ("client",),
    "GetWebEmployerForWebEnrolment": ("employer",),
    "RemoveWebEnrolment": ("client",),
    "UpdateWebClient": ("client",),
    "UpdateWebClientAVETMISS": ("client", {}),
    "UpdateWebClientEmployer": ("client", None),
    "UpdateWebEmployer": ("employer",),
    "UpdateWebEnrolment": ("client",),
}
"""Calls that name a booking: which of the two, and what else they need."""

ON_OTHERS = {
    "DeleteLooseWebEmployer": (NO_EMPLOYER, "loose"),
    "DeleteWebWaitlist": (NO_ENTRY, "waiter"),
    "UpdateClientWebWaitlist": (NO_ENTRY, "waiter"),
    "UpdateWebEmployee": (NO_EMPLOYEE, "employee"),
    "UpdateWebEmployeeAVETMISS": (NO_EMPLOYEE, "employee", {}),
    "UpdateWebEmployerContact": (NO_CONTACT, "contact"),
}

FEATURES = {
    "AddWebClientRelationship": None,
    "AddWebEmployee": "Bookings",
    "AddWebEmployerContact": "Bookings",
    "AddWebPaymentPlan": "Payment Plan add-on",
    "GetWebEmployerForWebEnrolment": "Bookings",
    "UpdateWebEmployer": "Bookings",
}
"""The features that calls need, where it is not Short Courses."""

separate = pytest.mark.settings(separate_web_sites=True)


@pytest.fixture
def owner(world):
    return world.token(world.staff("First", api_role=True))


@pytest.fixture
def other(world):
    return world.token(world.staff("Second", api_role=True))


@pytest.fixture
def numbers(api, world, owner):
    occurrence = world.occurrence(web_published=True)
    employer = book_employer(api, owner, occurrence)
    return {
        "client": book(api, owner, occurrence),
        "employer": employer,
        "employee": add_employee(api, owner, employer),
        "contact": add_contact(api, owner, employer),
        "loose": loose_employer(api, owner),
        "waiter": wait_for(api, owner, world.programme(takes_waitlist=True)),
    }


@separate
class TestSeparateSites:
    @pytest.mark.parametrize("name", ON_BOOKINGS)
    def test_a_booking_of_another_site_is_not_found(self, api, owner, other, numbers, name):
        which, *arguments = ON_BOOKINGS[name]
        assert outcome(getattr(api, name)(other, numbers[which], *arguments)) == NO_BOOKING
        assert outcome(getattr(api, name)(owner, numbers[which], *arguments))[0] == 1

    @pytest.mark.parametrize("name", ON_OTHERS)
    def test_nor_is_anything_that_it_made(self, api, owner, other, numbers, name):
        missing, which, *arguments = ON_OTHERS[name]
        assert outcome(getattr(api, name)(other, numbers[which], *arguments)) == missing
        assert outcome(getattr(api, name)(owner, numbers[which], *arguments)) == OK

    def test_nor_are_its_additional_data(self, api, owner, other, numbers):
        for kind, which in enumerate(("client", "employer", "employee", "contact", "loose", "waiter")):
            assert outcome(api.GetAdditionalDataForWebRecord(other, kind, numbers[which])) == NO_RECORD
            assert outcome(api.UpdateAdditionalDataForWebRecord(other, kind, numbers[which], None)) == NO_RECORD
            assert outcome(api.GetAdditionalDataForWebRecord(owner, kind, numbers[which])) == OK

    def test_a_loose_employer_of_another_site_can_not_be_used(self, api, world, other, numbers):
        mine = book(api, other, world.occurrence(web_published=True))
        assert outcome(api.AddWebInvoice(other, mine, None, numbers["loose"], 0)) == NO_EMPLOYER
        assert outcome(api.UpdateWebClientEmployer(other, mine, numbers["loose"])) == NO_EMPLOYER

    def test_each_lists_its_own(self, api, world, owner, other, numbers):
        mine = book(api, other, world.occurrence(web_published=True))
        assert [found.Webe_ID for found in api.GetWebEnrolmentsSince(other).WebeList] == [mine]
        found = {found.Webe_ID for found in api.GetWebEnrolmentsSince(owner).WebeList}
        assert found == {numbers["client"], numbers["employer"]}

    def test_places_are_shared(self, api, world, owner, other):
        occurrence = world.occurrence(web_published=True, seats=1)
        book(api, owner, occurrence)
        assert outcome(api.AddClientWebEnrolment(other, occurrence.id, "Late")) == (-1, "Occurrence has no vacancies.")


class TestOneSite:
    """Without the setting all API users work on the same bookings."""

    @pytest.mark.parametrize("name", ON_BOOKINGS)
    def test_bookings_are_shared(self, api, other, numbers, name):
        which, *arguments = ON_BOOKINGS[name]
        assert outcome(getattr(api, name)(other, numbers[which], *arguments))[0] == 1

    def test_lists_are_shared(self, api, other, numbers):
        listed = {found.Webe_ID for found in api.GetWebEnrolmentsSince(other).WebeList}
        assert {numbers["client"], numbers["employer"]} < listed


class TestAccess:
    """Every call needs the API role, and the registered feature of the contract."""

    @pytest.mark.parametrize("name", ON_BOOKINGS)
    def test_staff_without_the_role_are_refused(self, api, world, numbers, name):
        which, *arguments = ON_BOOKINGS[name]
        assert outcome(getattr(api, name)(world.token(world.staff()), numbers[which], *arguments)) == DENIED
        assert world.get(WebEnrolment, numbers[which]).state == "P"

    @pytest.mark.settings(features=("VETtrak API",))
    @pytest.mark.parametrize("name", ON_BOOKINGS)
    def test_the_feature_is_needed(self, api, owner, name):
        feature = FEATURES.get(name, "Short Courses")
        _, *arguments = ON_BOOKINGS[name]
        refusal = (-5, f"The registration key has no valid entry for the {feature} feature.")
        expected = refusal if feature else NO_BOOKING
        assert outcome(getattr(api, name)(owner, 4711, *arguments)) == expected
