"""Builds what the inhabitants sent from the web: part of tests/support/settling.py."""

from decimal import Decimal

from sqlalchemy import select

from tests.support.inhabitants import ENDED, HELD, WRITTEN
from tests.support.outcomes import OK, outcome
from tests.support.web import (
    add_contact,
    add_employee,
    book,
    book_employer,
    loose_employer,
    reserve,
    reserve_employer,
    wait_for,
)
from vettrak_api.model.occurrences import (
    OccurrencePrice,
)
from vettrak_api.rules.processing.processing import reject_web_enrolment
from vettrak_api.rules.quarantine.decisions import Context


class Booker:
    """Books on the web for one house, and has some of the bookings decided."""

    def __init__(self, world, house, api, token):
        self.world, self.house, self.api, self.token = world, house, api, token
        self.programme = world.programme(f"Web {house.company}", code=f"{house.letter}WEB", takes_waitlist=True)
        # Open for the time of booking.
        self.course = world.occurrence(
            lms=False,
            code=f"{house.letter}WEBCOURSE",
            programme_id=self.programme.id,
            web_published=True,
            start_date=HELD,
            end_date=ENDED,
            units=house.units,
            optional_units=[house.optional_unit],
            prices=[(f"{house.surname} web fee", house.fee)],
            seats=40,
        )
        self.meeting = world.class_session(self.course, HELD)

    def settle(self):
        self._pending()
        self._closed()
        self._processed()
        self.world.change(self.course, web_published=False)
        self.world.change(self.programme, takes_waitlist=False)

    def _book(self, given_name, **details):
        return book(self.api, self.token, self.course, self.house.surname, given_name, **details)

    def _pending(self):
        api, token, house = self.api, self.token, self.house
        self._adorned("Vera")
        reserve(api, token, self.course, house.surname, "Vito")
        self._of_employer("Web")
        reserve_employer(api, token, self.course, f"Reserving {house.company}")
        loose_employer(api, token, f"Loose {house.company}")
        wait_for(api, token, self.programme, house.surname, "Viola")

    def _closed(self):
        api, token = self.api, self.token
        assert outcome(api.DeleteWebEnrolment(token, self._book("Xena")))[0] == 1
        context = Context("XWRITER", WRITTEN, self.world.runtime.settings)
        rejected = self._book("Xerxes")
        with self.world.session() as session:
            reject_web_enrolment(session, context, rejected, f"a friend of {self.house.surname}")

    def _processed(self):
        api, token, house = self.api, self.token, self.house
        for number in (self._adorned("Walt"), self._of_employer("Processed")):
            assert outcome(api.ProcessWebEnrolment(token, number, True)) == OK
        waiting = wait_for(api, token, self.programme, house.surname, "Wilma")
        assert outcome(api.ProcessWebWaitlist(token, waiting, True)) == OK

    def _adorned(self, given_name):
        """Book one person with everything that a booking can have."""
        api, token, house, world = self.api, self.token, self.house, self.world
        number = self._book(given_name, xsdDOB=house.born)
        statistics = {
            "AboriginalFlag": "4",
            "DisaList": [("TDisa", {"Disa_Code": house.disability})],
            "PredList": [("TPred", {"Pred_Code": house.education, "RecognitionCode": "E"})],
        }
        relation = {"GivenName": "Wes", "Surname": house.surname, "Email": house.mail(f"wes.{given_name.lower()}")}
        loose = loose_employer(api, token, f"Employer of {given_name} {house.surname}")
        payer = loose_employer(api, token, f"Payer of {given_name} {house.surname}")
        price = world.one(select(OccurrencePrice.id).where(OccurrencePrice.occurrence_id == self.course.id))
        answers = [
            api.UpdateWebClient(token, number, sEmail=house.mail(given_name.lower())),
            api.UpdateWebClientAVETMISS(token, number, statistics),
            api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": relation}),
            api.UpdateWebClientEmployer(token, number, loose),
            api.AddUnitsToWebEnrolment(token, number, house.units),
            api.AddPriceTypesToWebEnrolment(token, number, [("TPric", {"Enpr_ID": price})]),
            api.AddClassesToWebEnrolment(token, number, [self.meeting.id]),
            api.AddWebInvoice(token, number, "PO", payer, 0),
            api.AddWebPayment(token, number, "ORDER", "RECEIPT", Decimal(5)),
        ]
        assert [outcome(answer)[0] for answer in answers] == [1] * len(answers)
        return number

    def _of_employer(self, name):
        api, token, house = self.api, self.token, self.house
        number = book_employer(api, token, self.course, name=f"{name} {house.company}")
        add_employee(api, token, number, house.surname, f"{name} worker", xsdDOB=house.born)
        add_employee(api, token, number, house.surname, f"{name} helper", xsdDOB=house.born)
        add_contact(api, token, number, house.surname, f"{name} boss")
        return number
