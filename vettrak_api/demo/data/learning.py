"""Enrols people: enrolments with everything that the rules copy, results with their history, attendance, awards."""

import datetime
from decimal import Decimal
from random import Random
from typing import Any

from vettrak_api.demo.data.accounts import Accounts
from vettrak_api.demo.data.foundation import Foundation
from vettrak_api.demo.data.offers import TRAINER, Offer
from vettrak_api.model.enrolments import (
    CLIENT,
    ClassAttendance,
    ClassClient,
    EnrolledTask,
    EnrolledTaskUnit,
    EnrolledUnit,
    Enrolment,
    EnrolmentPrice,
    EnrolmentStaff,
    ResultHistory,
)
from vettrak_api.model.events import Award, AwardUnit
from vettrak_api.reference_data.lists import DELIVERY_MODES
from vettrak_api.rules.bulk import Batch

NOT_YET_STARTED, CONTINUING, ACHIEVED = "Not Yet Started", "Continuing", "Competency Achieved"

SUCCESSFUL, UNSUCCESSFUL = 2, 3

AFTERWARDS = (
    (ACHIEVED, 76), ("Competency Not Achieved", 7), ("Withdrawn", 3), ("RPL Granted", 4), ("RPL Not Granted", 1),
    ("Credit Transfer", 4), ("Superseded Subject", 1), ("Satisfactorily Completed", 2),
    ("Not Satisfactorily Completed", 1), ("Incomplete due to RTO Closure", 1),
)  # fmt: skip
DURING = ((NOT_YET_STARTED, 40), (CONTINUING, 42), (ACHIEVED, 18))
NEVER_SCORED = {"RPL Granted", "RPL Not Granted", "Credit Transfer", "Superseded Subject"}

STATUSES_AFTERWARDS = (
    ("Completed", 78), ("Active", 8), ("Withdrawn", 6), ("Cancelled", 3), ("Suspended", 2),
    ("Pre-Reporting Withdrawal", 3),
)  # fmt: skip
STATUSES_BEFORE = (
    ("Active", 93), ("Withdrawn", 3), ("Cancelled", 2), ("Suspended", 1), ("Pre-Reporting Withdrawal", 1),
)  # fmt: skip
GONE = {"Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"}

ATTENDANCE = (("Present", 88), ("Absent", 8), ("Excused", 4))

COMMENTS = (
    "Shows good understanding.", "Needs more practice.", "Assessed at the workplace.", "Worked well in the group.",
    "Evidence of prior learning was accepted.",
)  # fmt: skip

CERTIFICATE, STATEMENT, ATTENDED = "Certificate", "Statement of Attainment", "Certificate of Attendance"
PARCHMENTS = {CERTIFICATE: "CERT", STATEMENT: "SOA", ATTENDED: "ATT"}
"""What awards are called, and how the numbers on their parchments begin."""


class Learning:
    """Enrols the clients of one batch."""

    def __init__(
        self,
        batch: Batch,
        foundation: Foundation,
        random: Random,
        staff: tuple[int, ...],
        accounts: Accounts | None = None,
    ) -> None:
        self.now = batch.now
        self._batch = batch
        self._accounts = accounts
        self._foundation = foundation
        self._random = random
        self._staff = staff
        self._wanted_results = [name for name in foundation.results if name not in {NOT_YET_STARTED, CONTINUING}]
        self._wanted_statuses = [name for name in foundation.statuses if name not in {"Active", "Completed"}]

    def enrol(self, offer: Offer, client_id: int, *, status: str | None = None, **known: Any) -> int:
        """Enrol a client as the rules do, with the results that the dates of the occurrence suggest."""
        batch = self._batch
        status = status or self._status(offer)
        number = batch.shared_number("E")
        terms = self._terms(offer, status)
        if self._accounts is not None:
            self._accounts.charge(offer, number, client_id, terms, gone=status in GONE)
        batch.add(Enrolment, id=number, client_id=client_id, **terms, **known)
        successful = [unit_id for unit_id in offer.units if self._add_unit(offer, number, unit_id, status)]
        for class_id, start, finish in offer.classes:
            batch.add(ClassClient, class_session_id=class_id, enrolment_id=number)
            if offer.plan.elaborate and finish < self.now and status not in GONE:
                self._attend(class_id, client_id, start, finish)
        for place, trainer in enumerate(offer.plan.trainers):
            batch.add(EnrolmentStaff, enrolment_id=number, client_id=trainer, role=TRAINER, is_primary=place == 0)
        batch.add(
            EnrolmentPrice,
            enrolment_id=number,
            price_item_id=offer.price_item_id,
            amount=offer.amount,
            gst=offer.gst,
        )
        for place, task in enumerate(offer.tasks):
            self._add_task(offer, number, task, is_done=self._is_done(offer, status, place))
        if status == "Completed" and offer.qualification_id and self._random.random() < 0.4:
            self._award(offer, client_id, number, successful)
        return number

    def _terms(self, offer: Offer, status: str) -> dict[str, Any]:
        random, foundation = self._random, self._foundation
        made = min(self.now, offer.start - datetime.timedelta(days=random.randrange(2, 40)))
        paid = offer.amount if offer.end < self.now else random.choice((Decimal("0.00"), offer.amount))
        return {
            "kind": CLIENT,
            "occurrence_id": offer.id,
            "code": offer.code,
            "start_date": offer.start,
            "end_date": offer.end,
            "status_id": foundation.statuses[status],
            "date_of_effect": offer.start,
            "qualification_id": offer.qualification_id,
            "organisation_id": offer.organisation_id,
            "location_id": offer.location_id,
            "delivery_type": DELIVERY_MODES[offer.delivery_modes[0]],
            "delivery_modes": offer.delivery_modes,
            "division_id": offer.division_id,
            "amount": offer.amount,
            "gst": offer.gst,
            "amount_paid": paid,
            "lms_publish": int(offer.plan.lms),
            "lms_status": int(offer.plan.uploaded and (offer.plan.settled or random.random() < 0.7)),
            "study_reason_id": random.choice(foundation.study_reasons),
            "referral_source_id": random.choice(foundation.referral_sources),
            "created_at": made,
            "modified_at": made,
        }

    def _is_done(self, offer: Offer, status: str, place: int) -> bool:
        """Tell whether a task is complete: all are when the course is over, the first one soon after it began."""
        soon = offer.start + datetime.timedelta(days=7)
        return status not in GONE and (offer.end < self.now or (place == 0 and soon < self.now))

    def _add_task(self, offer: Offer, enrolment_id: int, task: tuple[int, int | None], *, is_done: bool) -> None:
        task_id, unit_of_task = task
        begun = offer.start <= self.now
        done = min(offer.end, offer.start + datetime.timedelta(days=6)) if is_done else None
        states = self._foundation.task_statuses
        number = self._batch.add(
            EnrolledTask,
            enrolment_id=enrolment_id,
            task_id=task_id,
            task_status_id=states["CMP" if is_done else "INP" if begun else "NYS"],
            start_date=offer.start if begun else None,
            due_date=offer.end,
            status_date=done or (offer.start if begun else None),
            complete_date=done,
            percentage=60 + enrolment_id % 41 if is_done else None,
            description="Handed in on time." if is_done and enrolment_id % 3 == 0 else None,
        )
        if unit_of_task is not None:
            self._batch.add(EnrolledTaskUnit, enrolled_task_id=number, unit_id=unit_of_task)

    def _status(self, offer: Offer) -> str:
        """Return a status that fits the dates; each of the rare ones comes up once before chance decides."""
        if offer.end >= self.now:
            return self._chosen(STATUSES_BEFORE)
        if self._wanted_statuses and offer.plan.elaborate and self._random.random() < 0.2:
            return self._wanted_statuses.pop()
        return self._chosen(STATUSES_AFTERWARDS)

    def _result(self, offer: Offer, status: str) -> str:
        """Return a result that fits the dates; each kind comes up once before chance decides."""
        now = self.now
        if offer.start > now:
            return NOT_YET_STARTED
        if status in GONE:
            return "Withdrawn"
        if offer.end >= now:
            return self._chosen(DURING)
        if self._wanted_results and offer.plan.elaborate and self._random.random() < 0.3:
            return self._wanted_results.pop()
        return self._chosen(AFTERWARDS)

    def _chosen(self, choices: tuple[tuple[str, int], ...]) -> str:
        names, weights = zip(*choices, strict=True)
        return str(self._random.choices(names, weights)[0])

    def _add_unit(self, offer: Offer, enrolment_id: int, unit_id: int, status: str) -> bool:
        """Enrol a unit with its result, and tell whether that is a successful one."""
        random, foundation = self._random, self._foundation
        result = self._result(offer, status)
        recorded = None if result == NOT_YET_STARTED else self._recorder()
        changed = min(self.now, offer.end if recorded else offer.start)
        number = self._batch.add(
            EnrolledUnit,
            enrolment_id=enrolment_id,
            unit_id=unit_id,
            result_type_id=foundation.results[result],
            start_date=offer.start,
            finish_date=offer.end,
            percentage=self._percentage(result),
            comment=random.choice(COMMENTS) if result == ACHIEVED and random.random() < 0.2 else None,
            recorded_by_id=recorded,
            created_at=min(self.now, offer.start),
            modified_at=changed,
        )
        if recorded and random.random() < 0.5:
            self._remember(offer, number, result)
        return foundation.result_kinds[result] == SUCCESSFUL

    def _percentage(self, result: str) -> int:
        kind = self._foundation.result_kinds[result]
        if result in NEVER_SCORED or kind not in {SUCCESSFUL, UNSUCCESSFUL}:
            return -1
        return self._random.randrange(50, 101) if kind == SUCCESSFUL else self._random.randrange(10, 50)

    def _recorder(self) -> int | None:
        return self._random.choice(self._staff) if self._staff else None

    def _remember(self, offer: Offer, enrolled_unit_id: int, result: str) -> None:
        """Add what the unit had before: nothing at the beginning, and then that it went on."""
        steps = (NOT_YET_STARTED,) if result == CONTINUING else (NOT_YET_STARTED, CONTINUING)
        for step, former in enumerate(steps, 1):
            replaced = min(offer.start + datetime.timedelta(days=3 * step, hours=17), self.now)
            self._batch.add(
                ResultHistory,
                enrolled_unit_id=enrolled_unit_id,
                result_type_id=self._foundation.results[former],
                start_date=offer.start,
                finish_date=offer.end,
                percentage=-1,
                replaced_at=replaced,
                replaced_by="demo-data",
            )

    def _attend(self, class_id: int, client_id: int, start: datetime.datetime, finish: datetime.datetime) -> None:
        kind = self._foundation.attendance[self._chosen(ATTENDANCE)]
        self._batch.add(
            ClassAttendance,
            class_session_id=class_id,
            client_id=client_id,
            attendance_type_id=kind,
            start=start,
            finish=finish,
        )

    def _award(self, offer: Offer, client_id: int, enrolment_id: int, successful: list[int]) -> None:
        """Add a certificate for all units, a statement for some; every fifth says that somebody was there."""
        completed, foundation = offer.end, self._foundation
        kind = CERTIFICATE if len(successful) == len(offer.units) else STATEMENT
        if not successful or enrolment_id % 5 == 0:
            kind = ATTENDED
        number = self._batch.add(
            Award,
            client_id=client_id,
            enrolment_id=enrolment_id,
            qualification_id=offer.qualification_id,
            award_type_id=foundation.awards[kind],
            organisation_id=offer.organisation_id,
            location_id=offer.location_id,
            parchment_number=f"{PARCHMENTS[kind]}{enrolment_id:07d}",
            recorded=completed,
            recorded_by_id=self._recorder(),
            completed=completed,
            issued=True,
            issued_date=min(self.now, completed + datetime.timedelta(days=7)),
            created_at=min(self.now, completed),
            modified_at=min(self.now, completed),
        )
        for unit_id in successful:
            self._batch.add(AwardUnit, award_id=number, unit_id=unit_id)
