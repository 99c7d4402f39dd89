"""Arguments with which every operation that writes succeeds, and has as much to do as it can have.

Most of them can not be repeated on the same records, so each call gets records of its own. They are made through the
World, and what comes from the web through the public door.
"""

import datetime
import re
from decimal import Decimal
from itertools import count
from string import ascii_lowercase

from sqlalchemy import select

from tests.support.reading import OPERATIONS
from tests.support.web import add_contact, add_employee, book, book_employer, loose_employer, reserve, wait_for
from tests.support.world import PASSWORD
from vettrak_api.calls.call import REGISTRY
from vettrak_api.model.clients import (
    Client,
    ClientDisability,
    ClientPriorEducation,
    ClientRelationship,
    ClientStatistics,
    Employment,
)
from vettrak_api.model.enrolments import ClassAttendance, ClassClient, EnrolledTask
from vettrak_api.model.events import Event
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.occurrences import (
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceTask,
    OccurrenceTaskUnit,
    Task,
    TaskStatus,
)
from vettrak_api.model.reference import (
    AttendanceType,
    EnrolmentType,
    EventType,
    Position,
    ReferralSource,
    Relation,
    RelationshipType,
    StudyReason,
)
from vettrak_api.rules.clients.usi import ALPHABET, check_character

BORN = datetime.date(1990, 2, 28)
STARTS, ENDS = datetime.datetime(2026, 10, 5, 9), datetime.datetime(2026, 11, 6, 17)
UNITS, OPTIONS = ["WRITE1", "WRITE2", "WRITE3"], ["WRITE4", "WRITE5"]
USI = "BNGH7C75FN"

ADDRESS = {"StreetNumber": "1", "StreetName": "Beer Street", "City": "Carlton", "State": "vic", "Postcode": "3053"}
AVETMISS = {
    "AboriginalFlag": "4",
    "HighestSchoolLevel": "12",
    "CountryCode": "1101",
    "DisaList": [("TDisa", {"Disa_Code": "11"})],
    "PredList": [("TPred", {"Pred_Code": "420", "RecognitionCode": "A"})],
}
DETAILS = {
    "Clie_Given": "Gwen",
    "Clie_Other": "Quincy",
    "Clie_DOB": BORN,
    "UsualAddress": ADDRESS,
    "PostalAddress": ADDRESS,
    "Gender": "x",
    "Clie_Salary": Decimal("50000.00"),
}
ABOUT_PEOPLE = {
    "sOther": "Quincy",
    "sGender": "F",
    "sMobilePhone": "0400 000 001",
    "usualAddress": ADDRESS,
    "postalAddress": ADDRESS,
    "divisionId": 1,
}


def writing_operations():
    """Return the names of the operations; the application has to be imported before."""
    return [name for name, operation in OPERATIONS.items() if name in REGISTRY and operation.writes]


def additional_data(**fields):
    """Return the XML text of an update."""
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<AdditionalData>{inner}</AdditionalData>"


class Writing:
    """Makes what a call needs; `arguments` returns how the call names it."""

    def __init__(self, world, api, token):
        self.world, self.api, self.token = world, api, token
        self._numbers = count()
        self.trainer = world.staff("Teacher", "Theo")
        self.programme = world.programme("Writing", takes_waitlist=True)
        self.reason = world.one(select(StudyReason.id).order_by(StudyReason.id).limit(1))
        self.source = world.one(select(ReferralSource.id).order_by(ReferralSource.id).limit(1))
        self.kind = world.one(select(RelationshipType).where(RelationshipType.code == "EC"))
        self.relation = world.one(
            select(Relation.id).where(Relation.relationship_type_id == self.kind.id).order_by(Relation.id).limit(1)
        )
        world.add(EnrolmentType(name="Blended"))
        self.event_type = world.one(select(EventType.name).order_by(EventType.id).limit(1))
        self.place = world.location()
        self.position = world.add(Position(code="BREWER", name="Brewer"))

    def arguments(self, name):
        """Make records and return the arguments of an operation, all but the token, by wire name."""
        return getattr(self, re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower())()

    # -- what the calls are about -------------------------------------------------------------------------

    def surname(self):
        """Return a name that nobody has; of letters alone, so that no two of them count as equal."""
        number, letters = next(self._numbers), ""
        while number >= 0:
            number, letter = number // 26 - 1, ascii_lowercase[number % 26]
            letters = letter + letters
        return f"Writer{letters}"

    def usi(self):
        """Return a well-formed USI that nobody has."""
        number = next(self._numbers)
        first_nine = "".join(ALPHABET[number // 32**place % 32] for place in range(9))
        return first_nine + check_character(first_nine)

    def client(self, **values):
        """Add a client who knows a password, works somewhere, and of whom statistics are kept."""
        world, surname = self.world, self.surname()
        values = {"email": f"{surname}@write.example", "username": f"{surname}@write.example"} | values
        person = world.client(surname, "Gwen", birth_date=BORN, password_hash="x", **values)
        world.employment(person, world.employer())
        world.add(ClientStatistics(client_id=person.id))
        world.add(ClientDisability(client_id=person.id, code="12"))
        world.add(ClientPriorEducation(client_id=person.id, code="410"))
        world.token(person)
        return person

    def occurrence(self, **values):
        """Add an occurrence of which an enrolment takes over one thing of every kind."""
        world = self.world
        occurrence = world.occurrence(
            programme_id=self.programme.id,
            start_date=STARTS,
            end_date=ENDS,
            units=UNITS,
            optional_units=OPTIONS,
            prices=[("Fee", "110.00")],
            seats=20,
            web_published=True,
            **values,
        )
        world.trainer(occurrence, self.trainer)
        world.class_session(occurrence)
        task = world.add(Task(code=occurrence.code, name="Essay"))
        planned = world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=task.id))
        world.add(OccurrenceTaskUnit(occurrence_task_id=planned.id, unit_id=world.unit(UNITS[0]).id))
        happening = world.one(select(EventType.id).order_by(EventType.id).limit(1))
        world.add(OccurrenceEvent(occurrence_id=occurrence.id, event_type_id=happening, start=STARTS))
        world.add(OccurrenceInvoiceSchedule(occurrence_id=occurrence.id, invoice_date=STARTS.date(), percentage=50))
        return occurrence

    def enrolment(self):
        """Enrol a client, who has an enrolment that is linked to this one and holds a unit of it, too."""
        world, person, occurrence = self.world, self.client(), self.occurrence()
        enrolment = world.enrolment(person, occurrence, units=UNITS)
        other = world.enrolment(person, units=UNITS[:1], start_date=STARTS, end_date=ENDS)
        world.link(enrolment, other)
        return enrolment

    def enrolled_task(self, enrolment):
        """Give an enrolment a task that is not yet started."""
        task = self.world.add(Task(code=f"W{next(self._numbers)}", name="Essay"))
        status = self.world.one(select(TaskStatus.id).where(TaskStatus.kind == 0))
        self.world.add(EnrolledTask(enrolment_id=enrolment.id, task_id=task.id, task_status_id=status))
        return task

    def related(self):
        """Return a relationship of two clients."""
        one, other = self.client(), self.client()
        return self.world.add(
            ClientRelationship(client_id=one.id, to_client_id=other.id, relationship_type_id=self.kind.id)
        )

    def relative(self):
        """Return who is to be related to somebody."""
        person = {"Surname": self.surname(), "GivenName": "Jane", "MobilePhone": "0400 000 001"}
        return {"RelationshipTypeCode": "EC", "RelationId": self.relation, "ToClient": person, "StartDate": STARTS}

    # -- employers ----------------------------------------------------------------------------------------

    def add_contact_to_employer(self):
        employer = self.world.employer()
        self.world.contact(employer, self.client(), is_primary=True)
        return {"clientCode": self.client().code, "employerIdentifier": employer.identifier, "primaryFlag": 1}

    def update_employer_details(self):
        company = {"Empl_Identifier": self.world.employer().identifier, "Empl_Name": self.surname()}
        return {"eEmployer": company | {"Empl_Code": f"D{self.surname()}", "BusinessAddress": ADDRESS}}

    # -- events -------------------------------------------------------------------------------------------

    def happening(self, **values):
        """Return what is told of an event."""
        told = {"EventName": self.event_type, "EventStart": STARTS, "EventFinish": ENDS, "StaffCode": self.trainer.code}
        return told | {"Description": f"Visit of {self.surname()}"} | values

    def add_client_event(self):
        enrolment = self.enrolment()
        person = self.world.get(Client, enrolment.client_id)
        return {"eEvent": self.happening(Identifier=person.code, EnrolmentId=enrolment.id)}

    def add_employer_event(self):
        return {"eEvent": self.happening(Identifier=self.world.employer().identifier)}

    def update_client_event(self):
        enrolment = self.enrolment()
        event = self.event(client_id=enrolment.client_id)
        return {"eEvent": self.happening(EventID=event.id, EnrolmentId=enrolment.id)}

    def update_employer_event(self):
        event = self.event(employer_id=self.world.employer().id)
        return {"eEvent": self.happening(EventID=event.id, EventType=1)}

    def event(self, **owner):
        """Add an event."""
        kind = self.world.one(select(EventType.id).order_by(EventType.id).limit(1))
        return self.world.add(Event(event_type_id=kind, start=STARTS, **owner))

    # -- awards -------------------------------------------------------------------------------------------

    def add_award(self):
        told = {"dateCompleted": STARTS, "recordedDate": ENDS, "issued": True, "licenceNumber": "L1"}
        return {"enrolmentId": self.enrolment().id, "awardTypeName": "Certificate", "description": "D"} | told

    # -- finance ------------------------------------------------------------------------------------------

    def record_payment_for_invoice(self):
        enrolment = self.enrolment()
        invoice = self.world.add(Invoice(invoice_date=STARTS, client_id=enrolment.client_id, total_amount=Decimal(110)))
        self.world.add(InvoiceItem(invoice_id=invoice.id, enrolment_id=enrolment.id, amount=110, gst=10))
        told = {"paymentTypeName": "Cash", "paymentLocationCode": self.place.code, "paymentOrder": "O", "RRN": "R"}
        return {"invoiceId": invoice.id, "amount": Decimal("50.00"), "externalIdentifier": "X"} | told

    # -- text messages ------------------------------------------------------------------------------------

    def send_sms_message_to_number(self):
        return {"messageContent": "Hello", "mobileNumber": "0400 000 001"}

    def send_sms_messages(self):
        people = [self.client(mobile_phone="0400 000 001") for _ in range(3)]
        recipients = [("TSMSRecipient", {"ClientCode": person.code}) for person in people]
        return {"messageContent": "Hello", "smsRecipients": recipients, "isMarketing": True}

    # -- log-ins ------------------------------------------------------------------------------------------

    def trigger_portal_password_reset(self):
        return {"clientCode": self.client().code}

    def update_client_username_password(self):
        return {"sClie_Code": self.client().code, "sUsername": self.surname(), "sPassword": PASSWORD}

    # -- clients ------------------------------------------------------------------------------------------

    def add_client(self):
        return {"sClie_Surname": self.surname(), "sClie_Given": "Gwen", "divisionId": 1, "email": "g@write.example"}

    def add_client_after_check(self):
        return self.add_client() | {"xsdClie_DOB": BORN}

    def create_client(self):
        return {"sClie_Surname": self.surname(), "sClie_Given": "Gwen", "xsdClie_DOB": BORN}

    def add_client_relationship(self):
        return {"clientCode": self.client().code, "clieRelationship": self.relative()}

    def update_client_relationship(self):
        person = {"ClientCode": self.client().code, "Email": f"{self.surname()}@write.example"}
        changes = self.relative() | {"ClieRelationshipId": self.related().id, "ToClient": person}
        return {"clieRelationship": changes}

    def update_client_details(self):
        surname, employer = self.surname(), self.world.employer()
        changes = {
            "Clie_Code": self.client().code,
            "Clie_Surname": surname,
            "Clie_Email": f"{surname}@write.example",
            "Empl_Identifier": employer.identifier,
            "PositionCode": "brewer",
            "DivisionId": 1,
        }
        return {"cClient": DETAILS | changes | {"USI": self.usi()}}

    def update_client_av_details(self):
        return {"cClieAVETMISS": AVETMISS | {"Clie_Code": self.client().code}}

    def update_client_additional_fields(self):
        surname = self.surname()
        changes = additional_data(
            ClientCode=surname[-8:],
            Surname=surname,
            DateOfBirth=BORN.isoformat(),
            Email=f"{surname}@write.example",
            LanguageCode="1201",
            UsualAddressStateCode="VIC",
            DivisionId="1",
            ExternalDebtorCode=surname,
            USI=self.usi(),
        )
        return {"clientCode": self.client().code, "additionalFieldData": changes}

    def update_employer_additional_fields(self):
        name = self.surname()
        changes = additional_data(
            EmployerIdentifier=name[-8:], EmployerName=name, BusinessAddressCity="Carlton", ExternalDebtorCode=name
        )
        return {"employerIdentifier": self.world.employer().identifier, "additionalFieldData": changes}

    def add_position(self):
        return {"name": self.surname(), "code": f"P{next(self._numbers)}"}

    def update_attendance_for_client_class(self):
        """An attendance that is recorded already, of an enrolment with a unit and a task that it starts."""
        enrolment, meeting = self.enrolment(), self.world.class_session(self.occurrence())
        self.world.add(ClassClient(class_session_id=meeting.id, enrolment_id=enrolment.id))
        kind = self.world.one(select(AttendanceType.id).where(AttendanceType.name == "Absent"))
        self.world.add(
            ClassAttendance(
                class_session_id=meeting.id,
                client_id=enrolment.client_id,
                attendance_type_id=kind,
                start=STARTS,
                finish=ENDS,
            )
        )
        self.enrolled_task(enrolment)
        return {
            "sClie_Code": self.world.get(Client, enrolment.client_id).code,
            "iInst_ID": meeting.id,
            "xsdStart": STARTS,
            "xsdFinish": ENDS,
            "sAtty_Name": "Present",
            "description": "Hello",
        }

    def _progress(self, task):
        done = {"tastCode": "CMP", "completeDate": STARTS, "percentage": 80, "description": "Hello"}
        return {"taskCode": task.code, "startDate": STARTS, "dueDate": ENDS, "statusDate": STARTS} | done

    def update_enrolled_task(self):
        enrolment = self.enrolment()
        return {"enrolmentId": enrolment.id} | self._progress(self.enrolled_task(enrolment))

    def update_client_tasks(self):
        enrolment = self.enrolment()
        code = self.world.get(Client, enrolment.client_id).code
        return {"clientCode": code} | self._progress(self.enrolled_task(enrolment))

    # -- enrolments ---------------------------------------------------------------------------------------

    def _terms(self):
        return {"studyReasonId": self.reason, "description": "Hello", "referralId": self.source}

    def add_lms_client_enrolment_to_occurrence(self):
        person = self.client()
        self.world.enrolment(person, units=UNITS[:1], start_date=STARTS, end_date=ENDS)
        return {"sClie_Code": person.code, "iOccurrenceId": self.occurrence().id} | self._terms()

    def add_employee_enrolment_to_booking(self):
        person, employer = self.client(), self.world.employer()
        (employment,) = self.world.all(select(Employment).where(Employment.client_id == person.id))
        self.world.change(employment, active=False)
        self.world.enrolment(person, units=UNITS[:1], start_date=STARTS, end_date=ENDS)
        occurrence = self.occurrence()
        booking = self.world.enrolment(None, occurrence, kind="M", employer_id=employer.id)
        return {"clientCode": person.code, "enrolmentId": booking.id} | self._terms()

    def add_units_to_enrolment(self):
        return {"enrolmentId": self.enrolment().id, "unitCodes": [UNITS[0], *OPTIONS]}

    def delete_units_from_enrolment(self):
        return {"enrolmentId": self.enrolment().id, "unitCodes": UNITS[:1], "reason": "a mistake"}

    def update_enrolment(self):
        return {
            "enrolmentId": self.enrolment().id,
            "enrolmentStatus": "Withdrawn",
            "startDate": STARTS,
            "finishDate": ENDS,
            "enrolmentType": "Blended",
        }

    def update_lms_enrolment_status(self):
        return {"iID": self.enrolment().id, "iStatus": 1}

    def update_lms_occurrence_status(self):
        return {"iID": self.occurrence().id, "iStatus": 1}

    def update_result(self):
        return {
            "iEnro_ID": self.enrolment().id,
            "sUnit_Code": UNITS[0],
            "sResult_Name": "Continuing",
            "xsdStart": STARTS,
            "xsdFinish": ENDS,
            "iPercentage": 50,
        }

    def update_result_including_linked(self):
        return {
            "enrolmentId": self.enrolment().id,
            "unitCode": UNITS[0],
            "resultName": "Continuing",
            "startDate": STARTS,
            "finishDate": ENDS,
            "percentage": 50,
            "comment": "well done",
        }

    def update_result_comment(self):
        return {"enrolmentId": self.enrolment().id, "unitCode": UNITS[0], "comment": "well done"}

    def reset_unit_result(self):
        enrolment = self.enrolment()
        self.world.enrolled_unit(enrolment, OPTIONS[0], "Continuing")
        return {"enrolmentId": enrolment.id, "unitCode": OPTIONS[0]}

    # -- bookings from the web ----------------------------------------------------------------------------

    def _web_person(self):
        return {
            "sSurname": self.surname(),
            "sGiven": "Gwen",
            "sCode": "C1",
            "xsdDOB": BORN,
        }

    def _booking(self):
        return book(self.api, self.token, self.occurrence(), self.surname(), "Gwen", xsdDOB=BORN)

    def _adorned(self):
        """Book with everything that a booking can have."""
        api, token, world, occurrence = self.api, self.token, self.world, self.occurrence()
        number = book(api, token, occurrence, self.surname(), "Gwen", xsdDOB=BORN)
        price = world.one(select(OccurrencePrice.id).where(OccurrencePrice.occurrence_id == occurrence.id))
        employer, payer = (loose_employer(api, token, self.surname()) for _ in range(2))
        answers = [
            api.UpdateWebClient(token, number, **ABOUT_PEOPLE, sEmail=f"{self.surname()}@write.example"),
            api.UpdateWebClientAVETMISS(token, number, AVETMISS),
            api.AddWebClientRelationship(token, number, self.relative()),
            api.UpdateWebClientEmployer(token, number, employer),
            api.AddUnitsToWebEnrolment(token, number, UNITS),
            api.AddPriceTypesToWebEnrolment(token, number, [("TPric", {"Enpr_ID": price})]),
            api.AddWebInvoice(token, number, "PO", payer, 0),
            api.AddWebPayment(token, number, "ORDER", "RECEIPT", Decimal(5)),
        ]
        assert [(answer.Auth or answer).Status for answer in answers] == [1] * len(answers)
        return number

    def _employers_booking(self):
        return book_employer(self.api, self.token, self.occurrence(), name=self.surname())

    def _employee(self):
        return add_employee(self.api, self.token, self._employers_booking(), self.surname(), xsdDOB=BORN)

    def _loose(self):
        return loose_employer(self.api, self.token, self.surname())

    def _waiter(self):
        return wait_for(self.api, self.token, self.programme, self.surname(), "Gwen", dateOfBirth=BORN)

    def update_additional_data_for_web_record(self):
        changes = additional_data(OtherName="Quincy", Citizenship="1101")
        return {"recordType": 0, "recordId": self._booking(), "additionalData": changes}

    def add_client_web_enrolment(self):
        return {"iOccu_ID": self.occurrence().id, "sDescription": "Hello", "referralId": self.source} | (
            self._web_person()
        )

    def add_client_web_reservation(self):
        return self.add_client_web_enrolment()

    def add_employer_web_enrolment(self):
        return {
            "iOccu_ID": self.occurrence().id,
            "sName": self.surname(),
            "sIdentifier": "E1",
            "sDescription": "Hello",
            "referralId": self.source,
        }

    def add_employer_web_reservation(self):
        return self.add_employer_web_enrolment()

    def add_classes_to_web_enrolment(self):
        occurrence = self.occurrence()
        meeting = self.world.class_session(occurrence)
        return {"webEnrolId": book(self.api, self.token, occurrence, self.surname()), "instanceIds": [meeting.id]}

    def add_units_to_web_enrolment(self):
        return {"webEnrolId": self._booking(), "unitCodes": UNITS}

    def add_price_types_to_web_enrolment(self):
        occurrence = self.occurrence()
        price = self.world.one(select(OccurrencePrice.id).where(OccurrencePrice.occurrence_id == occurrence.id))
        number = book(self.api, self.token, occurrence, self.surname())
        return {"webEnrolId": number, "priceTypes": [("TPric", {"Enpr_ID": price, "Enpr_Amount": Decimal(55)})]}

    def add_loose_web_employer(self):
        return {"employerName": self.surname(), "employerIdentifier": "E1", "description": "Hello"}

    def delete_loose_web_employer(self):
        return {"webEmployerId": self._loose()}

    def add_web_client_relationship(self):
        return {"webEnrolId": self._booking(), "clieRelationship": self.relative()}

    def add_web_employee(self):
        return {"iWebe_ID": self._employers_booking()} | self._web_person()

    def add_web_employer_contact(self):
        return self.add_web_employee()

    def add_web_invoice(self):
        return {
            "webEnrolId": self._booking(),
            "purchaseOrder": "PO",
            "webEmployerId": self._loose(),
            "combineInvoices": 1,
        }

    def add_web_payment(self):
        return {"iWebe_ID": self._booking(), "sOrder": "O", "sRRN": "R", "cAmountPaid": Decimal("55.00")}

    def add_web_payment_plan(self):
        return {"webEnrolId": self._booking(), "frequency": 2, "instalmentAmount": Decimal("25.00")}

    def complete_web_reservation(self):
        return {"webEnrolId": reserve(self.api, self.token, self.occurrence(), self.surname(), "Gwen", xsdDOB=BORN)}

    def delete_web_enrolment(self):
        return {"iWebe_ID": self._adorned()}

    def remove_web_enrolment(self):
        return {"iWebe_ID": self._adorned()}

    def process_web_enrolment(self):
        return {"webEnrolId": self._adorned(), "updateMatches": True}

    def update_web_client(self):
        return {"iWebe_ID": self._booking(), "sEmail": f"{self.surname()}@write.example", "usi": USI} | ABOUT_PEOPLE

    def update_web_client_avetmiss(self):
        return {"iWebe_ID": self._booking(), "cClieAVETMISS": AVETMISS}

    def update_web_client_employer(self):
        return {"webEnrolId": self._booking(), "webEmployerId": self._loose()}

    def update_web_employee(self):
        return {"iWecl_ID": self._employee(), "sEmail": f"{self.surname()}@write.example", "usi": USI} | ABOUT_PEOPLE

    def update_web_employee_avetmiss(self):
        return {"iWecl_ID": self._employee(), "cClieAVETMISS": AVETMISS}

    def update_web_employer(self):
        return {
            "iWebe_ID": self._employers_booking(),
            "sLegalName": "Writers Pty Ltd",
            "sABN": "51 824 753 556",
            "sAnzs_Code": "A",
            "iNumEmployees": 5,
            "businessAddress": ADDRESS,
            "postalAddress": ADDRESS,
        }

    def update_web_employer_contact(self):
        contact = add_contact(self.api, self.token, self._employers_booking(), self.surname())
        return {"iWecl_ID": contact, "sEmail": f"{self.surname()}@write.example", "usi": USI} | ABOUT_PEOPLE

    def update_web_enrolment(self):
        return {"webEnrolId": self._booking(), "description": "Bye", "studyReasonId": self.reason, "vicCohortCodes": []}

    # -- the waitlist -------------------------------------------------------------------------------------

    def add_client_web_waitlist(self):
        return {
            "programmeId": self.programme.id,
            "surname": self.surname(),
            "givenName": "Gwen",
            "clientCode": "C1",
            "dateOfBirth": BORN,
            "description": "Hello",
            "referralId": self.source,
        }

    def delete_web_waitlist(self):
        return {"webWaitlistId": self._waiter()}

    def process_web_waitlist(self):
        return {"webWaitlistId": self._waiter(), "updateMatches": True}

    def update_client_web_waitlist(self):
        return {
            "webWaitlistId": self._waiter(),
            "otherName": "Quincy",
            "gender": "F",
            "usi": USI,
            "usualAddress": ADDRESS,
            "postalAddress": ADDRESS,
            "divisionId": 1,
        }
