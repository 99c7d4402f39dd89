"""The curriculum API used by several at once, and from one end to the other, on whatever database."""

import datetime
from collections import Counter
from itertools import count

from sqlalchemy import func, select

from tests.support.curriculum import BODIES, ENTITIES, KEYS, YEAR, body_of
from tests.support.outcomes import OK, outcome
from tests.support.rest import Rest
from tests.support.scenarios import at_once
from tests.support.soap import Api
from tests.support.world import PASSWORD
from vettrak_api.app import Site
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import WebEnrolment

_numbers = count(1)
CALLERS = 4


def begun(world, programs=2):
    """Return a client of the API, and a unit of its own that so many programs hold."""
    site = Site(world.runtime)
    officer = world.staff(api_role=True, password=PASSWORD)
    rest, mark = Rest(site, officer.username, PASSWORD), f"{next(_numbers)}"
    # Log in once, so that the others need not have the password hashed at the same moment.
    assert rest.get("Unit", limit=1).status == 200
    unit = f"U{mark}"
    rest.made("Unit", {"eduUnitId": unit, "eduOtherUnitId": unit, "unitName": "Brew"})
    for number in range(programs):
        program(rest, f"P{mark}X{number}", unit)
    return rest, unit


def program(rest, code, unit):
    """Make a program that holds a unit."""
    rest.made("Program", {"eduProgramId": code, "programName": code, "allowOnlineApplication": "YES"})
    held = {"eduProgramId": code, "eduUnitId": unit, "constraintTypeId": "CORE_UNIT"}
    return rest.made("ProgramUnitConstraint", held)


def changes_of_one_tag_are_one(world):
    """Who changes what another has changed meanwhile is told."""
    rest, unit = begun(world)
    tag = rest.get(f"Unit/{unit}").headers["ETag"]

    def change(number):
        return rest.put(f"Unit/{unit}", {"unitName": f"Name {number}"}, {"If-Match": tag}).status

    answers = Counter(at_once([lambda number=number: change(number) for number in range(CALLERS)]))
    assert answers == {200: 1, 412: CALLERS - 1}


def changes_of_one_schedule_are_one(world):
    """The wrapper's tag covers its fees."""
    rest, unit = begun(world)
    made = rest.post("ScheduledUnitFee", {"eduUnitId": unit, "fee": "10"})
    path, tag = f"ScheduledUnitFee/{made.body['eduScheduledUnitId']}", made.headers["ETag"]

    def change(number):
        return rest.put(path, {"fee": str(number + 20)}, {"If-Match": tag}).status

    answers = Counter(at_once([lambda number=number: change(number) for number in range(CALLERS)]))
    assert answers == {200: 1, 412: CALLERS - 1}
    assert len({fee["fee"] for fee in rest.get(path).body["scheduledFees"]}) == 1


def one_key_makes_one_record(world):
    """The same request, sent by several at the same moment, is carried out once and answered alike."""
    rest, unit = begun(world)
    key = {"Idempotency-Key": f"key {unit}"}
    works = [lambda: rest.post("ScheduledUnitFee", {"eduUnitId": unit, "fee": "10"}, key)] * CALLERS
    answers = at_once(works)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(rest.get("ScheduledUnit", eduUnitId=unit).body) == 1


def equal_records_are_made_once(world):
    """A key that exists is refused, also when it has just been made."""
    rest, unit = begun(world)
    told = {"eduUnitId": f"{unit}N", "eduOtherUnitId": "N", "unitName": "N"}
    answers = Counter(answer.status for answer in at_once([lambda: rest.post("Unit", told)] * CALLERS))
    assert answers == {201: 1, 409: CALLERS - 1}


def missing_fees_are_added_once(world):
    """Two updates that find the same fees missing add each once."""
    rest, unit = begun(world)
    made = rest.made("ScheduledUnit", {"eduUnitId": unit})
    path = f"ScheduledUnitFee/{made['eduScheduledUnitId']}"
    answers = at_once([lambda: rest.put(path, {"fee": "10"})] * CALLERS)
    assert {answer.status for answer in answers} == {200}
    assert len(rest.get(path).body["scheduledFees"]) == 2


def schedules_and_programs_made_at_once_meet(world):
    """Whichever comes first, each schedule serves each program."""
    rest, unit = begun(world, programs=0)
    codes = [f"{unit}Z{number}" for number in range(2)]
    for code in codes:
        rest.made("Program", {"eduProgramId": code, "programName": code})
    held = [{"eduProgramId": code, "eduUnitId": unit, "constraintTypeId": "CORE_UNIT"} for code in codes]
    works = [lambda body=body: rest.post("ProgramUnitConstraint", body).status for body in held]
    works += [lambda: rest.post("ScheduledUnit", {"eduUnitId": unit, **YEAR}).status] * 2
    assert set(at_once(works)) == {201}
    schedules = [int(each["eduScheduledUnitId"]) for each in rest.get("ScheduledUnit", eduUnitId=unit).body]
    served = select(func.count()).select_from(Occurrence).where(Occurrence.scheduled_unit_id.in_(schedules))
    assert world.one(served) == 4


def shared_places_go_to_as_many(world, places=5, takers=12):
    """People book in two occurrences of one schedule, while its fee is changed: no place is given twice."""
    rest, unit = begun(world)
    told = {"eduUnitId": unit, "fee": "10", "maximumParticipants": places, **YEAR}
    made = rest.made("ScheduledUnitFee", told)
    number = int(made["eduScheduledUnitId"])
    api, token = Api(rest.site), world.token()
    occurrences = world.all(select(Occurrence.id).where(Occurrence.scheduled_unit_id == number).order_by(Occurrence.id))

    def book(taker):
        return outcome(api.AddClientWebEnrolment(token, occurrences[taker % 2], f"Taker {unit} {taker}"))

    def price(fee):
        answer = rest.put(f"ScheduledUnitFee/{number}", {"fee": str(fee)})
        assert answer.status == 200, answer.text
        return "priced"

    works = [lambda taker=taker: book(taker) for taker in range(takers)]
    works += [lambda fee=fee: price(fee) for fee in (20, 30)]
    answers = Counter(at_once(works))
    assert answers == {OK: places, (-1, "Occurrence has no vacancies."): takers - places, "priced": 2}
    taken = select(func.count()).select_from(WebEnrolment).where(WebEnrolment.occurrence_id.in_(occurrences))
    assert world.one(taken) == places


def every_entity_is_made_found_and_changed(world):
    """All twelve, with every filter, and back unchanged."""
    rest, unit = begun(world)
    rest.made("Competency", {"competencyId": f"{unit}C", "competencyName": "Defined", "nationallyAgreedHours": "45.5"})
    rest.made("UnitAssessment", {"eduUnitId": unit, "assessmentTypeId": "COMPETENCY_UNIT", "description": "ß 🎓"})
    schedule = rest.made("ScheduledUnitFee", {"eduUnitId": unit, **YEAR})["eduScheduledUnitId"]
    rest.made("Program", {"eduProgramId": f"{unit}O", "programName": "Other", "destCourseLoad": "0.7512"})
    own = {
        "eduUnitId": unit, "eduProgramId": f"P{unit[1:]}X0", "competencyId": f"{unit}C", "codeId": f"{unit}I",
        "statusId": f"{unit}S", "code": f"{unit}K",
    }  # fmt: skip
    for entity in ENTITIES:
        if entity == "ScheduledAssessment":
            record = rest.get(entity, eduScheduledUnitId=schedule).body[0]
        else:
            body = {name: own.get(name, value) for name, value in body_of(entity, schedule).items()}
            if entity == "ProgramUnitConstraint":
                body["eduProgramId"] = f"{unit}O"
            elif entity in {"Unit", "Program", "Competency"}:
                body[KEYS[entity]] = f"{unit}{entity[0]}N"
            record = rest.made(entity, body)
        path = f"{entity}/{record[KEYS[entity]]}"
        assert rest.changed(path, record) == record
        filters = {name: value or "" for name, value in record.items() if not isinstance(value, list)}
        assert rest.get(entity, **filters).body == [record]
        found = [each for name in filters for each in rest.get(entity, **{name: filters[name], "limit": 1000}).body]
        assert found.count(record) == len(filters)
        if "description" in record and entity != "UnitCompetency":
            assert rest.changed(path, {"description": "Änderung"})["description"] == "Änderung"
    assert set(ENTITIES) - {"ScheduledAssessment"} == set(BODIES)
    assert rest.get("Unit", unitName="brew").body == []  # values are compared exactly
    range_ = (datetime.datetime(2026, 1, 1), datetime.datetime(2027, 1, 1))
    listed = Api(rest.site).GetWebOccurrencesForDates(world.token(), *range_)
    assert outcome(listed) == OK
    assert {f"P{unit[1:]}X0", f"P{unit[1:]}X1"} <= {each.Qual_Code for each in listed.OccuList}


CURRICULUM_SCENARIOS = (
    changes_of_one_tag_are_one,
    changes_of_one_schedule_are_one,
    one_key_makes_one_record,
    equal_records_are_made_once,
    missing_fees_are_added_once,
    schedules_and_programs_made_at_once_meet,
    shared_places_go_to_as_many,
    every_entity_is_made_found_and_changed,
)
