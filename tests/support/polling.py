"""What can be polled: how a record of each kind is written, and how a client asks for those of a moment."""

import datetime
from decimal import Decimal
from itertools import count

from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.queries import Query
from vettrak_api.model.enrolments import EnrolledUnit
from vettrak_api.model.finance import Invoice

YEARS = (datetime.datetime(2000, 1, 1), datetime.datetime(2099, 1, 1))
NAMES = count(1)


class Kind:
    """One way to poll. `write` changes the next record and returns (key, answer); `told` asks since a moment.

    `told` returns the keys with their stamps on the wire, or with None where the answer has none. A key is None where
    the call made nothing.
    """

    def __init__(self, world, api, token, records=1):
        self.world, self.api, self.token = world, api, token
        self.left = iter(self.prepare(records))

    def prepare(self, records):
        """Make what writes will need, so many times."""
        return range(records)


class Bookings(Kind):
    """Web enrolments are made."""

    def prepare(self, records):
        self.occurrences = [self.world.occurrence(web_published=True).id for _ in range(records)]
        return self.occurrences

    def write(self):
        answer = self.api.AddClientWebEnrolment(self.token, next(self.left), f"Poll{next(NAMES)}", "Al")
        return answer.ID or None, outcome(answer)

    def told(self, moment):
        answer = self.api.GetWebEnrolmentsSince(self.token, moment)
        assert outcome(answer) == OK
        return {one.Webe_ID: one.Stamp for one in answer.WebeList if one.Occu_ID in self.occurrences}


class Occurrences(Kind):
    """Occurrences are changed."""

    def prepare(self, records):
        self.programme = self.world.programme("Polled", modified_at=YEARS[0])
        values = {"programme_id": self.programme.id, "web_published": True, "modified_at": YEARS[0]}
        return [self.world.occurrence(**values).id for _ in range(records)]

    def write(self):
        number = next(self.left)
        return number, outcome(self.api.UpdateLMSOccurrenceStatus(self.token, number, 1))

    def told(self, moment):
        answer = self.api.GetWebOccurrencesForProgrammeAndDatesSince(self.token, self.programme.id, *YEARS, moment)
        assert outcome(answer) == OK
        return {one.ID: None for one in answer.OccuList}


class Programmes(Occurrences):
    """Programmes are changed by their occurrences: each has one."""

    def prepare(self, records):
        self.programmes = {}
        for _ in range(records):
            programme = self.world.programme(f"Polled {next(NAMES)}", modified_at=YEARS[0])
            values = {"programme_id": programme.id, "web_published": True, "modified_at": YEARS[0]}
            self.programmes[self.world.occurrence(**values).id] = programme.name
        return list(self.programmes)

    def write(self):
        number, done = super().write()
        return self.programmes[number], done

    def told(self, moment):
        answer = self.api.GetWebProgrammesForDatesSince(self.token, *YEARS, moment)
        assert outcome(answer) == OK
        return {one.Prog_Name: None for one in answer.ProgList if one.Prog_Name in self.programmes.values()}


class Deletions(Kind):
    """Enrolled units are deleted."""

    def prepare(self, records):
        client = self.world.client()
        enrolments = [self.world.enrolment(client, units=["POLL1", "POLL2"]) for _ in range(records)]
        self.numbers = {
            enrolment.id: self.world.everything(
                select(EnrolledUnit.id).where(EnrolledUnit.enrolment_id == enrolment.id).order_by(EnrolledUnit.id)
            )[0]
            for enrolment in enrolments
        }
        return list(self.numbers)

    def write(self):
        number = next(self.left)
        answer = self.api.DeleteUnitsFromEnrolment(self.token, number, ["POLL1"], None)
        return str(self.numbers[number]), outcome(answer)

    def told(self, moment):
        answer = self.api.GetDeletedRecordsSince(self.token, "ENROUNIT", moment)
        assert outcome(answer) == OK
        return dict.fromkeys({*answer.TextList} & {*map(str, self.numbers.values())})


class Queried(Kind):
    """Clients are changed, and asked for by their date of change, together with that."""

    field, operator = "ModifiedDate", "GreaterThan"

    def prepare(self, records):
        stamps = {"created_at": YEARS[0], "modified_at": YEARS[0]}
        self.codes = [self.world.client("Polled", "Pat", **stamps).code for _ in range(records)]
        return self.codes

    def write(self):
        code = next(self.left)
        return code, outcome(self.api.UpdateClientDetails(self.token, {"Clie_Code": code, "Clie_Surname": "Changed"}))

    def told(self, moment):
        query = Query(self.api, self.token)
        rows = query("Client", [(self.field, self.operator, moment.isoformat())], ["ClientCode", self.field])
        return {code: datetime.datetime.fromisoformat(stamp) for code, stamp in rows if code in self.codes}


class QueriedInclusively(Queried):
    """As Queried, by the other operator."""

    operator = "GreaterThanOrEqualTo"


class QueriedByCreation(Queried):
    """Clients are made, and asked for by their date of creation."""

    field = "CreatedDate"

    def prepare(self, records):
        self.codes = []
        return range(records)

    def write(self):
        answer = self.api.AddClient(self.token, "Polled", f"Pat{next(NAMES)}", None)
        code = answer.Clie.Clie_Code if answer.Clie else None
        self.codes.append(code)
        return code, outcome(answer)


class Awards(Kind):
    """Awards are added."""

    def prepare(self, records):
        client = self.world.client()
        self.enrolments = [self.world.enrolment(client).id for _ in range(records)]
        return self.enrolments

    def write(self):
        number = next(self.left)
        answer = self.api.AddAward(self.token, number, "Statement of Attainment")
        return (number if answer.ParchmentNumber else None), outcome(answer)

    def told(self, moment):
        answer = self.api.GetAwardsModifiedSince(self.token, moment)
        assert outcome(answer) == OK
        return {one.EnrolmentId: None for one in answer.QuclList if one.EnrolmentId in self.enrolments}


class Invoices(Kind):
    """Invoices are paid."""

    def prepare(self, records):
        made = [Invoice(invoice_date=YEARS[0], modified_at=YEARS[0], total_amount=5) for _ in range(records)]
        self.invoices = [invoice.id for invoice in self.world.add_all(made)]
        return self.invoices

    def write(self):
        number = next(self.left)
        return number, outcome(self.api.RecordPaymentForInvoice(self.token, number, amount=Decimal(1)))

    def told(self, moment):
        answer = self.api.GetInvoicesModifiedSince(self.token, moment)
        assert outcome(answer) == OK
        return {one.InvoiceId: None for one in answer.InvoiceList if one.InvoiceId in self.invoices}


KINDS = (Bookings, Occurrences, Programmes, Deletions, Queried, QueriedInclusively, QueriedByCreation, Awards, Invoices)
STAMPED = (Bookings, Queried, QueriedByCreation)
"""Kinds whose answers have stamps."""
