"""Classes that repeat every week, added in one go."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import InvalidFields
from vettrak_api.model.base import cut, length_of
from vettrak_api.model.occurrences import ClassSession
from vettrak_api.rules.occurrences.classes import add_classes
from vettrak_api.rules.occurrences.details import held
from vettrak_api.rules.occurrences.timetable import Repeat
from vettrak_api.transfer.values import DAY, Unfit
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.setup.editing import saved
from vettrak_api.web.staff.setup.inputs import written
from vettrak_api.web.staff.setup.occurrence_forms import LOCATIONS
from vettrak_api.web.staff.setup.occurrence_lines import staff_of, teachers_of
from vettrak_api.web.staff.setup.occurrence_saving import head_of, page_of
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import StaffVisit

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
FIELDS = {
    "first_day": "First day",
    "last_day": "Last day",
    "start_time": "Starts at",
    "finish_time": "Ends at",
    "room_code": "Room",
    "description": "Description",
}
TEXTS = {name: length_of(ClassSession.__table__.c[name]) for name in ("room_code", "description")}


@setup_pages.page("/setup/occurrences/<number:number>/classes/weekly")
def weekly_classes(visit: StaffVisit, number: int) -> Response:
    """Show the form of classes that repeat."""
    return _show(visit, number, {})


@setup_pages.page("/setup/occurrences/<number:number>/classes/weekly/add", methods=("POST",), seen_at="weekly_classes")
def add_weekly_classes(visit: StaffVisit, number: int) -> Response:
    """Add classes on each of the ticked days of the week."""
    form = visit.request.form
    wrong: dict[str, str] = {}
    days = {name: _day(form.get(name, ""), name, wrong) for name in ("first_day", "last_day")}
    times = {name: _time(form.get(name, ""), name, wrong) for name in ("start_time", "finish_time")}
    weekdays = {at for at in range(len(WEEKDAYS)) if form.get(f"weekday-{at}")}
    if not weekdays:
        wrong["weekday-0"] = "Tick at least one day of the week."
    if wrong:
        return _show(visit, number, wrong)
    repeat = Repeat(days["first_day"], days["last_day"], weekdays, times["start_time"], times["finish_time"])

    def work(session: Session) -> int:
        occurrence = held(session, number)
        known = {row.id for row in staff_of(session, number)}
        teachers = [each for each in teachers_of(visit) if each in known]
        seats = bool(form.get("seats"))
        return len(add_classes(session, occurrence, repeat.sessions(), _common(session, form), teachers, seats=seats))

    try:
        saved(visit, work)
    except InvalidFields as error:
        return _show(visit, number, {fault.field: fault.detail for fault in error.faults})
    return visit.go_back("setup.occurrence_lines", number=number, part="classes", done="classes")


def _common(session: Session, form: Mapping[str, str]) -> dict[str, Any]:
    location = form.get("location_id", "")
    texts = {name: cut(form.get(name, "").strip(), longest) or None for name, longest in TEXTS.items()}
    return {"location_id": number_of(location) if location in LOCATIONS(session) else None, **texts}


def _day(text: str, name: str, wrong: dict[str, str]) -> Any:
    try:
        return DAY.read(text.strip())
    except Unfit as unfit:
        wrong[name] = unfit.remedy
    return None


def _time(text: str, name: str, wrong: dict[str, str]) -> Any:
    found = TIME.fullmatch(text.strip())
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return datetime.time(int(found[1]), int(found[2]))
    wrong[name] = "Write a time such as 9:00 or 13:30."
    return None


def _show(visit: StaffVisit, number: int, wrong: Mapping[str, str]) -> Response:
    told = visit.request.form
    with visit.runtime.database.reading() as session:
        head = head_of(session, number)
        begin = {"first_day": head.start_date, "last_day": head.end_date}
        texts = {name: told.get(name, written(DAY, begin[name].date()) if begin.get(name) else "") for name in FIELDS}
        staff = staff_of(session, number)
        return page_of(
            visit,
            session,
            "setup/occurrence_weekly.html",
            number,
            "classes",
            422 if wrong else 200,
            texts=texts,
            labels=FIELDS,
            longest=TEXTS,
            weekdays=WEEKDAYS,
            ticked_days=[at for at in range(len(WEEKDAYS)) if told.get(f"weekday-{at}")],
            locations=LOCATIONS(session),
            location=told.get("location_id", ""),
            line=None,
            staff=staff,
            ticked=teachers_of(visit),
            wrong=[(name, _told_as(name, problem)) for name, problem in wrong.items()],
            wrongs=wrong,
        )


def _told_as(name: str, problem: str) -> str:
    return f"{FIELDS[name]}: {problem}" if name in FIELDS else problem
