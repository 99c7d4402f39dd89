"""Feeds a unit, a program and a schedule with httpx; prints the record of the schedule."""

import json
import os
import sys
import uuid

import httpx

BASE = os.environ.get("BASE", "http://127.0.0.1:8000/api/rest/v1")
NAME, _, PASSWORD = os.environ["LOGIN"].partition(":")
CODE = os.environ.get("CODE", "A")


class Refused(Exception):
    """The server has answered with a problem document."""

    def __init__(self, problem: dict) -> None:
        faults = [f"{fault['field']}: {fault['detail']}" for fault in problem.get("errors", [])]
        super().__init__("\n".join([f"{problem['status']} {problem['title']}", *(faults or [problem["detail"]])]))


class Curriculum:
    """The API as an object: create, change and find records."""

    def __init__(self) -> None:
        self._client = httpx.Client(auth=(NAME, PASSWORD), timeout=30)

    def create(self, entity: str, **record: object) -> dict:
        """Create a record; a lost answer does no harm, since the second request has the same key."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        for is_last in (False, True):
            try:
                return self._read(self._client.post(f"{BASE}/{entity}", json=record, headers=headers)).json()
            except httpx.TransportError:
                if is_last:
                    raise
        raise AssertionError

    def change(self, entity: str, key: str, **fields: object) -> dict:
        """Change some fields of a record, unless somebody else changes it at the same time."""
        address = f"{BASE}/{entity}/{key}"
        tag = self._read(self._client.get(address)).headers["ETag"]
        return self._read(self._client.put(address, json=fields, headers={"If-Match": tag})).json()

    def find(self, entity: str, **fields: str) -> list[dict]:
        """Return all records with these values, part by part."""
        found: list[dict] = []
        total = 1
        while len(found) < total:
            part = self._read(self._client.get(f"{BASE}/{entity}", params={**fields, "offset": len(found)}))
            found += part.json()
            total = int(part.headers["X-Total-Count"])
        return found

    @staticmethod
    def _read(response: httpx.Response) -> httpx.Response:
        if response.is_error:
            raise Refused(response.json())
        return response


def feed() -> dict:
    """Feed it all and return the schedule."""
    curriculum = Curriculum()
    unit, program, competency = f"ICX1234{CODE}", f"DipBeer{CODE}", f"ABC10203{CODE}"
    curriculum.create("Competency", competencyId=competency, competencyName="Serve beer", nationallyAgreedHours=60)
    curriculum.create("Unit", eduUnitId=unit, eduOtherUnitId="ICX1234", unitName="Beer", avet018="20")
    curriculum.create("UnitCompetency", eduUnitId=unit, competencyId=competency)
    curriculum.create("Program", eduProgramId=program, programName="Diploma of Beer", allowOnlineApplication=True)
    curriculum.create("ProgramUnitConstraint", eduProgramId=program, eduUnitId=unit, constraintTypeId="CORE_UNIT")
    made = curriculum.create(
        "ScheduledUnitFee", eduUnitId=unit, startDate="20300201", endDate="20301130", fee=1000, maximumParticipants=20
    )
    key = made["eduScheduledUnitId"]
    curriculum.change("ScheduledUnitFee", key, fee="950.00")
    [schedule] = curriculum.find("ScheduledUnitFee", eduUnitId=unit)
    return schedule


if __name__ == "__main__":
    try:
        print(json.dumps(feed(), indent=2))
    except Refused as problem:
        sys.exit(str(problem))
