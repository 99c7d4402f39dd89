"""The roll of a class on a phone: who was there, marked by buttons that need no script.

The interface has no attendance that depends on what it was, so two people could overwrite each other. The form tells
what its page showed; before anything is written the server is asked again, and what somebody else has changed meanwhile
is shown instead of replaced. A second "Save" replaces it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.portals.people import full_name
from vettrak_api.web.portals.soap import INTEGRATE
from vettrak_api.web.portals.staff_pages import ONE_DAY, ONE_SECOND, day_of, require_staff
from vettrak_api.web.portals.troubles import Refused, Trouble
from vettrak_api.web.portals.visit import ELSEWHERE, PortalVisit, pages

LOOKS = {1: "present", -1: "absent", 0: "excused"}
"""How a kind of attendance is drawn, by its Atty_Type."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A class with its people, what is on record for each, and the kinds of attendance."""

    meeting: Any
    people: list[Any]
    marked: Mapping[str, Any]
    """The records of attendance, by client code."""
    kinds: list[Any]

    def mark(self, code: str) -> str:
        """Return what is on record for somebody; blank for nothing."""
        record = self.marked.get(code)
        return record.Atty_Name if record is not None else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form makes of the roll: what is to be written, and what somebody else has changed meanwhile."""

    writes: Mapping[str, str]
    meanwhile: Mapping[str, str]


@pages.page("/classes/<string:day>/<number:number>")
def roll(visit: PortalVisit, day: str, number: int) -> Response:
    """Show the roll of one of the visitor's classes."""
    found = read_roll(visit, day, number)
    told = visit.request.args.get("saved", "")
    saved = int(told) if told.isascii() and told.isdigit() and len(told) < 5 else None
    return roll_page(visit, found, day, {}, saved=saved)


@pages.page("/classes/<string:day>/<number:number>", methods=("POST",), seen_at="roll")
def mark(visit: PortalVisit, day: str, number: int) -> Response:
    """Save what was marked."""
    found = read_roll(visit, day, number)
    decision = decide(found, visit.request.form)
    saved, problems = _write(visit, found, decision.writes)
    if not decision.meanwhile and not problems:
        return visit.go("roll", day=day, number=number, saved=saved)
    found = read_roll(visit, day, number)
    chosen = {**decision.meanwhile, **{code: decision.writes[code] for code in problems}}
    return roll_page(visit, found, day, chosen, saved=saved, meanwhile=decision.meanwhile, problems=problems)


def read_roll(visit: PortalVisit, day: str, number: int) -> Roll:
    """Return the roll of one of the visitor's classes; four calls, all with the visitor's token. Raises NotFound."""
    require_staff(visit)
    start, calls = day_of(day), visit.calls
    if start is None:
        raise NotFound(ELSEWHERE)
    meetings = calls.listed("GetClassesForStaff", visit.me.code, start, start + ONE_DAY - ONE_SECOND)
    meeting = next((each for each in meetings if each.Inst_ID == number), None)
    if meeting is None:
        raise NotFound(ELSEWHERE)
    people = calls.listed("GetClientsForClass", number)
    records = calls.listed("GetAttendanceForClass", number)
    kinds = sorted(calls.listed("GetAttendanceTypes"), key=lambda kind: (kind.Atty_Type != 1, kind.Atty_Type))
    return Roll(meeting, people, {record.Clie_Code: record for record in records}, kinds)


def decide(roll: Roll, form: Mapping[str, str]) -> Decision:
    """Compare what a form says with what its page showed and with what is on record now.

    Nobody but the people of the roll is marked, and as nothing but the kinds that there are.
    """
    kinds = {kind.Atty_Name for kind in roll.kinds}
    rest = form.get("rest", "")
    writes: dict[str, str] = {}
    meanwhile: dict[str, str] = {}
    for person in roll.people:
        code = person.Clie_Code
        chosen, seen, now = form.get(f"mark-{code}", ""), form.get(f"seen-{code}", ""), roll.mark(code)
        if not chosen and not now:
            chosen = rest
        if chosen not in kinds or chosen in {seen, now}:
            continue
        target = writes if now == seen else meanwhile
        target[code] = chosen
    return Decision(writes, meanwhile)


def _write(visit: PortalVisit, roll: Roll, writes: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
    """Write marks one by one; return how many are saved, and why the others are not, by client code."""
    problems: dict[str, str] = {}
    for code, kind in writes.items():
        record, meeting = roll.marked.get(code), roll.meeting
        times = (meeting.Inst_Start, meeting.Inst_Finish) if record is None else (record.Start, record.Finish)
        arguments = (code, meeting.Inst_ID, *times, kind, None)
        try:
            # Protected; the calls of read_roll have named the class and the client with the visitor's own token.
            visit.desk.integration.ask(visit.calls, "UpdateAttendanceForClientClass", *arguments, page=INTEGRATE)
        except (Refused, Trouble) as trouble:
            problems[code] = trouble.message
            if isinstance(trouble, Trouble):
                problems |= dict.fromkeys(list(writes)[list(writes).index(code) :], trouble.message)
                break
    return len(writes) - len(problems), problems


def roll_page(
    visit: PortalVisit,
    roll: Roll,
    day: str,
    chosen: Mapping[str, str],
    *,
    saved: int | None = None,
    meanwhile: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    """Answer with the roll; `chosen` is what the visitor has marked and is not saved."""
    names = {each.Clie_Code: full_name(each.Clie_Given, each.Clie_Surname) for each in roll.people}
    changed = {names[code]: roll.mark(code) for code in meanwhile or {} if code in names}
    failed = {names[code]: problem for code, problem in (problems or {}).items() if code in names}
    present = next((kind.Atty_Name for kind in roll.kinds if kind.Atty_Type == 1), "")
    return visit.page(
        "roll.html",
        409 if changed else 503 if failed else 200,
        meeting=roll.meeting,
        day=day,
        people=[(each.Clie_Code, names[each.Clie_Code], roll.mark(each.Clie_Code)) for each in roll.people],
        chosen=chosen,
        kinds=[(kind.Atty_Name, LOOKS.get(kind.Atty_Type, "excused")) for kind in roll.kinds],
        marked=sum(1 for each in roll.people if roll.mark(each.Clie_Code)),
        present=present,
        saved=saved,
        changed=changed,
        failed=failed,
        can_mark=visit.desk.settings.has_integration,
    )
