"""Employments, traineeships with their contracts and visits, and the people whom clients are related to."""

import datetime
from decimal import Decimal
from random import Random

from vettrak_api.demo.data.foundation import Foundation
from vettrak_api.demo.data.roles import Cast
from vettrak_api.model.clients import ClientRelationship, Employment
from vettrak_api.model.enrolments import CLIENT, Contract, ContractStaff, EnrolledUnit, Enrolment
from vettrak_api.model.events import Event
from vettrak_api.reference_data.lists import DELIVERY_MODES
from vettrak_api.rules.bulk import Batch

TRAINEESHIPS = ("SIT20322", "CHC33021", "BSB20120", "UEE22020", "AUR20720")
TRAINEES = 25
RELATED = 40


class Workplace:
    """Links clients to employers and to each other."""

    def __init__(self, batch: Batch, foundation: Foundation, random: Random) -> None:
        self._batch = batch
        self._foundation = foundation
        self._random = random
        self._today = batch.now.replace(hour=0, minute=0, second=0)

    def fill(self, cast: Cast) -> None:
        """Employ a third of the students, make some of them trainees, and relate some to each other."""
        random = self._random
        for employer, contact in cast.contacts.items():
            self.employ(contact, employer, "MGR")
        student = cast.named["student"]
        others = [person for person in cast.students if person != student and random.random() < 0.33]
        workers = [student, *others]
        places = {worker: random.choice(self._foundation.employers) for worker in others}
        # So that the log-in of the employer's contact finds the log-in of the student.
        places[student] = self._foundation.employers[0]
        for worker, employer in places.items():
            self.employ(worker, employer, random.choice(list(self._foundation.positions)))
        for trainee in workers[:TRAINEES]:
            self._train(trainee, places[trainee], cast)
        for person in cast.students[:RELATED]:
            self._relate(person, random.choice(cast.students))
        for person in [student, *random.sample(cast.students, min(60, len(cast.students)))]:
            self._happen(random.choice(cast.staff), client_id=person)
        for employer in cast.contacts:
            for _ in range(2):
                self._happen(random.choice(cast.staff), employer_id=employer)
        self._leave(student, cast.named["staff"])

    def employ(self, client_id: int, employer_id: int, position: str) -> None:
        """Add a present employment, and for some people an earlier one that ended before it."""
        random = self._random
        commenced = self._today.date() - datetime.timedelta(days=random.randrange(60, 1500))
        self._batch.add(
            Employment,
            client_id=client_id,
            employer_id=employer_id,
            position_id=self._foundation.positions[position],
            commenced=commenced,
            salary=Decimal(random.randrange(42, 98) * 1000),
        )
        if random.random() < 0.15:
            self._batch.add(
                Employment,
                client_id=client_id,
                employer_id=random.choice(self._foundation.employers),
                is_primary=False,
                active=False,
                commenced=commenced - datetime.timedelta(days=400),
                terminated=commenced - datetime.timedelta(days=20),
            )

    def _train(self, client_id: int, employer_id: int, cast: Cast) -> None:
        """Add a training contract, its enrolment in a qualification, and visits to the workplace."""
        random, foundation, batch = self._random, self._foundation, self._batch
        start = self._today - datetime.timedelta(days=random.randrange(30, 600))
        end = start + datetime.timedelta(days=730)
        code, supervisor = random.choice(TRAINEESHIPS), random.choice(cast.staff)
        status, qualification = foundation.statuses["Active"], foundation.qualifications[code]
        contract = batch.add(
            Contract,
            code=f"TC{client_id:06d}",
            client_id=client_id,
            employer_id=employer_id,
            employer_contact_id=cast.contacts[employer_id],
            qualification_id=qualification,
            organisation_id=foundation.organisation,
            status_id=status,
            date_of_effect=start,
            start_date=start,
            end_date=end,
            contract_type_id=foundation.enrolment_types["Traineeship"],
            state_id=foundation.states["Vic"],
        )
        batch.add(ContractStaff, contract_id=contract, client_id=supervisor, role="Supervisor", is_primary=True)
        enrolment = batch.shared_number("E")
        batch.add(
            Enrolment,
            id=enrolment,
            kind=CLIENT,
            client_id=client_id,
            contract_id=contract,
            code=f"TR{client_id:06d}",
            start_date=start,
            end_date=end,
            status_id=status,
            date_of_effect=start,
            qualification_id=qualification,
            organisation_id=foundation.organisation,
            employer_id=employer_id,
            employer_contact_id=cast.contacts[employer_id],
            delivery_type=DELIVERY_MODES["Workplace-based"],
            delivery_modes=["Workplace-based"],
            division_id=foundation.root_division,
            enrolment_type_id=foundation.enrolment_types["Traineeship"],
        )
        self._add_units(enrolment, code, start, end, supervisor)
        self._visit(client_id, contract, start, supervisor)

    def _add_units(
        self, enrolment_id: int, qualification: str, start: datetime.datetime, end: datetime.datetime, supervisor: int
    ) -> None:
        units = self._foundation.qualification_units[qualification]
        for place, unit_id in enumerate(units):
            result = ("Competency Achieved", "Continuing", "Not Yet Started")[min(2, place % 4)]
            self._batch.add(
                EnrolledUnit,
                enrolment_id=enrolment_id,
                unit_id=unit_id,
                result_type_id=self._foundation.results[result],
                start_date=start,
                finish_date=end,
                percentage=self._random.randrange(60, 100) if result == "Competency Achieved" else -1,
                recorded_by_id=supervisor if result != "Not Yet Started" else None,
            )

    def _visit(self, client_id: int, contract_id: int, start: datetime.datetime, staff_id: int) -> None:
        """Add a visit every quarter: those of the past are complete, the next one is open."""
        for quarter in range(1, 9):
            visit = start + datetime.timedelta(days=90 * quarter, hours=10)
            self._batch.add(
                Event,
                client_id=client_id,
                event_type_id=self._foundation.events["Workplace Visit"],
                start=visit,
                finish=visit + datetime.timedelta(hours=1),
                complete=visit < self._batch.now,
                description=f"Quarterly visit {quarter}",
                staff_id=staff_id,
                contract_id=contract_id,
            )
            if visit > self._batch.now:
                return

    def _relate(self, client_id: int, other_id: int) -> None:
        """Name another client as emergency contact or as parent."""
        if client_id == other_id:
            return
        code = self._random.choice(("EC", "EC", "G"))
        kind = self._foundation.relationships[code]
        fitting = self._foundation.relations.get(kind)
        self._batch.add(
            ClientRelationship,
            client_id=client_id,
            to_client_id=other_id,
            relationship_type_id=kind,
            relation_id=self._random.choice(fitting) if fitting else None,
            start_date=self._today - datetime.timedelta(days=self._random.randrange(1, 700)),
        )

    def _happen(self, staff_id: int, **owner: int) -> None:
        """Add a telephone call, a letter or an interview of a client or an employer within two months of today."""
        start = self._today + datetime.timedelta(
            days=self._random.randrange(-60, 30), hours=self._random.randrange(9, 17)
        )
        name = self._random.choice(("Phone Call", "Correspondence", "Interview"))
        self._batch.add(
            Event,
            **owner,
            event_type_id=self._foundation.events[name],
            start=start,
            finish=start + datetime.timedelta(minutes=30),
            complete=start < self._batch.now,
            description=f"{name} about the training plan",
            staff_id=staff_id,
        )

    def _leave(self, client_id: int, staff_id: int) -> None:
        """Let a client be on leave for two weeks next month, which is told without a time of day."""
        start = self._today + datetime.timedelta(days=30)
        self._batch.add(
            Event,
            client_id=client_id,
            event_type_id=self._foundation.events["Annual Leave"],
            start=start,
            finish=start + datetime.timedelta(days=14),
            description="Two weeks by the sea",
            staff_id=staff_id,
        )
