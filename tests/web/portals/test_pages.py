"""What students, employers and staff see, from a running server, and nothing that is somebody else's."""

import datetime
import re
from pathlib import Path

import pytest

from tests.support.portals import DAY, PASSWORD, VISIBLE, PortalVisitor
from vettrak_api.web.portals.site import PortalSite
from vettrak_api.web.portals.soap import Server

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide-portals.md"
NOTHING = "There is nothing here that is yours to see."
MOST_CALLS = 12
TOLD = set(re.findall(r"`([A-Z]\w+)`", GUIDE.read_text(encoding="utf-8").partition("### Which calls each page")[2]))
PROTECTED = {"VerifyAward", "GetPaymentsForInvoice", "UpdateAttendanceForClientClass"}


class TestAClient:
    def test_sees_progress_the_next_class_and_what_is_to_pay(self, visit, school):
        page = visit("mia").page
        assert page.heading == "Hello Mia"
        assert "1 of 3 units achieved, 1 under way, 1 still to come" in page.text
        assert f"Your next class is on {school.next.start:%A} {school.next.start.day}" in page.text
        assert page.row("INV1 Materials") == [_date(school.today + 6 * DAY), "$86.00", "to pay in 6 days"]
        assert "INV2" not in page.source

    def test_sees_the_results_of_a_course_and_its_tasks(self, visit, school):
        page = visit("mia").get(f"/training/{school.enrolments[school.mia].id}")
        assert [row[1] for row in cells(page)[:3]] == ["✓ Competency Achieved", "Continuing", "Not Yet Started"]
        assert page.row("Unit UNIT1 UNIT1")[0] == "✓ Competency Achieved"
        assert page.row("Unit UNIT2 UNIT2")[0] == "Continuing"
        assert page.row("Keep a log")[0] == _date(school.today + DAY)

    def test_sees_the_timetable_and_takes_it_along(self, visit, school):
        visitor = visit("mia")
        assert "1 class from" in visitor.get("/timetable").text
        assert "No classes" in visitor.get("/timetable?page=3").text
        file = visitor._client.get(visitor.page.document.xpath("//a[contains(@href, '.ics')]/@href")[0])
        assert (file.status_code, file.mimetype) == (200, "text/calendar")
        assert file.text.count("BEGIN:VEVENT") == 1
        assert f"UID:class-{school.next.id}@127.0.0.1" in file.text

    def test_sees_attendance(self, visit):
        page = visit("mia").get("/attendance")
        assert "1 class was marked, present at 1, absent from 0" in page.text
        assert page.rows[0].endswith("✓ Present")

    def test_sees_awards_and_has_one_checked(self, visit, school, calls):
        visitor = visit("mia")
        assert "P-1001" in visitor.get("/awards").source
        calls.clear()
        assert visitor.get(f"/awards/{school.awards[school.mia].id}").note == "✓ The register has exactly this award."
        assert [name for name, _ in calls if name != "ValidateClient"] == [
            "GetAwardsForClient", "GetClientDetails", "VerifyAward",
        ]  # fmt: skip

    def test_is_told_when_the_register_does_not_confirm_an_award(self, visit, school):
        award = school.awards[school.mia]
        school.world.change(award, verifiable=False)
        page = visit("mia").get(f"/awards/{award.id}")
        school.world.change(award, verifiable=True)
        assert (page.note, "does not confirm" in page.problem) == (None, True)

    def test_sees_invoices_and_what_was_paid(self, visit, school):
        visitor = visit("mia")
        (row,) = cells(visitor.get("/invoices"))
        assert row == ["INV1 Materials", _date(school.today + 6 * DAY), "$86.00", "to pay in 6 days"]
        page = visitor.get(f"/invoices/{school.invoices[0].id}")
        assert [row[-1] for row in cells(page)] == ["$85.00", "$5.00"]

    def test_changes_their_own_details_and_nothing_else(self, visit, school):
        visitor = visit("liam")
        before = school.world.fresh(school.liam)
        visitor.get("/details")
        page = visitor.send("/details", mobile="0491 570 156", usual_street="Elm Street", usual_postcode="3000")
        assert page.note == "Your details are saved."
        after = school.world.fresh(school.liam)
        told = (after.mobile_phone, after.usual_street_name, after.usual_postcode)
        assert told == ("0491 570 156", "Elm Street", "3000")
        for name in ("surname", "given_name", "email", "username", "birth_date", "division_id", "emergency_name"):
            assert getattr(after, name) == getattr(before, name), name
        assert visitor.page.form("/details")["usual_street"] == "Elm Street"

    def test_empties_an_address(self, visit, school):
        visitor = visit("oscar")
        visitor.get("/details")
        assert visitor.send("/details", usual_street="", usual_city="").note == "Your details are saved."
        after = school.world.fresh(school.oscar)
        assert not any((after.usual_street_name, after.usual_city, after.usual_line))

    def test_reads_why_details_can_not_be_saved_and_keeps_what_was_typed(self, visit, school):
        visitor = visit("mia")
        visitor.get("/details")
        page = visitor.send("/details", usual_state="Nowhere", mobile="0491 000")
        assert (page.status, page.problem) == (422, "Nothing was saved: Unknown state.")
        assert page.form("/details")["mobile"] == "0491 000"
        assert school.world.fresh(school.mia).mobile_phone is None

    def test_changes_the_password_when_they_know_it(self, visit, school, portals):
        visitor = visit("oscar")
        other = visit("oscar")
        wrong = {"present": "guessed", "new": "another long password", "again": "another long password"}
        visitor.get("/password")
        assert "not your present password" in visitor.send("/password", **wrong).text
        assert "are not the same" in visitor.send("/password", **(wrong | {"again": "x"})).text
        assert visitor.send("/password", **(wrong | {"present": PASSWORD})).note == "Your password is changed."
        assert visitor.get("/training").heading == "Hello Oscar"
        assert other.get("/training").heading == "Log in"
        assert visitor.log_in("oscar", PASSWORD).status == 403
        assert visitor.log_in("oscar", "another long password").status == 200
        school.world.change(school.oscar, password_hash=school.hash)


class TestAnEmployer:
    def test_sees_who_works_there_and_how_far_they_are(self, visit, school):
        page = visit("ruth").page
        assert page.heading == "YARRA"
        (row,) = cells(page)
        assert row[:3] == ["Mia Tran", "Individual Support", "1 of 3 units"]
        assert "O'Connor" not in page.source

    def test_follows_an_employee_into_the_pages_of_a_client(self, visit):
        visitor = visit("ruth")
        visitor.get(visitor.page.link("Mia Tran"))
        assert visitor.page.heading == "Mia Tran"
        visitor.get(visitor.page.link("Attendance"))
        assert visitor.page.heading == "Attendance of Mia Tran"

    def test_sees_contracts_events_and_invoices(self, visit, school, calls):
        visitor = visit("ruth")
        assert [row[:2] for row in cells(visitor.get("/contracts"))] == [["TC-MIA", "Mia Tran"]]
        contract = visitor.get(f"/contracts/{school.contracts[school.mia].id}")
        assert contract.heading == "Mia Tran"
        assert len(visitor.get("/employer-events").rows) == 1
        calls.clear()
        assert [row[0] for row in cells(visitor.get("/employer-invoices"))] == ["INV3 Materials"]
        named = [name for name, _ in calls if name != "ValidateClient"]
        assert named == ["GetEmployerDetails", "GetInvoicesForEmployer"]
        page = visitor.get(f"/employer-invoices/{school.invoices[2].id}")
        assert [row[-1] for row in cells(page)] == ["$85.00", "$5.00"]

    def test_who_is_no_contact_any_more_sees_no_invoices(self, visit, school, calls):
        visitor = visit("ruth")
        with school.world.session() as session:
            from vettrak_api.model.employers import EmployerContact

            link = session.query(EmployerContact).filter_by(client_id=school.ruth.id).one()
            link.active = False
        calls.clear()
        page = visitor.get("/employer-invoices")
        with school.world.session() as session:
            session.query(EmployerContact).filter_by(client_id=school.ruth.id).one().active = True
        assert (page.status, NOTHING in page.text) == (404, True)
        assert "GetInvoicesForEmployer" not in [name for name, _ in calls]


class TestStaff:
    def test_sees_the_own_classes(self, visit, school):
        visitor = visit("jarrah")
        assert visitor.page.heading == "My classes"
        assert len(visitor.page.document.xpath("//ul[@class='times']/li")) == 1
        page = visitor.get(f"/classes?from={(school.today - 8 * DAY).date()}")
        assert len(page.document.xpath("//ul[@class='times']/li")) == 2
        assert visitor.get("/classes?from=yesterday").status == 200

    def test_sees_clients_and_finds_one(self, visit):
        visitor = visit("jarrah")
        assert [row.split(" ")[0] for row in visitor.get("/people").rows] == ["Liam", "Mia"]
        assert [row.split(" ")[0] for row in visitor.get("/people?search=TRAN").rows] == ["Mia"]
        assert "Nobody was found" in visitor.get("/people?search=xyz").text
        assert visitor.get("/training?client=MIA").heading == "Mia Tran"

    def test_sees_events_and_tasks(self, visit, school):
        visitor = visit("jarrah")
        assert "3 events are open" in visitor.get("/events").text
        page = visitor.get("/tasks")
        assert page.row("Mia Tran") == [f"Keep a log, not begun, due {_date(school.today + DAY)}"]
        assert page.row("Liam O'Connor") == ["none"]


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("mia", "/training?client=LIAM"),
        ("mia", "/attendance?client=LIAM"),
        ("mia", "/timetable.ics?client=LIAM"),
        ("mia", "/awards?client=LIAM"),
        ("mia", "/invoices?client=LIAM"),
        ("mia", "/details?client=LIAM"),
        ("mia", "/training/{other_course}"),
        ("mia", "/awards/{other_award}"),
        ("mia", "/invoices/{other_invoice}"),
        ("mia", "/employees"),
        ("mia", "/employer-invoices"),
        ("mia", "/employees?employer=YARRA"),
        ("mia", "/classes"),
        ("mia", "/people"),
        ("mia", "/events"),
        ("mia", "/tasks"),
        ("mia", "/classes/{day}/{next}"),
        ("ruth", "/employees?employer=MONASH"),
        ("ruth", "/employer-invoices?employer=MONASH"),
        ("ruth", "/employer-invoices/{other_employer_invoice}"),
        ("ruth", "/contracts/{other_contract}"),
        ("ruth", "/training?client=LIAM"),
        ("ruth", "/invoices?client=MIA"),
        ("ruth", "/details?client=MIA"),
        ("jarrah", "/classes/{foreign_day}/{foreign}"),
        ("jarrah", "/classes/nonsense/{next}"),
        ("jarrah", "/invoices?client=MIA"),
        ("stan", "/classes/{day}/{next}"),
        ("stan", "/training?client=MIA"),
        ("mia", "/training/2147483647"),
        ("mia", "/training/99999999999999"),
    ],
)
def test_nobody_sees_what_is_somebody_elses(visit, school, calls, who, path):
    visitor = visit(who)
    calls.clear()
    answer = visitor.get(
        path.format(
            other_course=school.enrolments[school.liam].id,
            other_award=school.awards[school.liam].id,
            other_invoice=school.invoices[1].id,
            other_employer_invoice=school.invoices[3].id,
            other_contract=school.contracts[school.liam].id,
            day=school.next.start.date(),
            next=school.next.id,
            foreign_day=school.foreign.start.date(),
            foreign=school.foreign.id,
        )
    )
    assert answer.status == 404
    assert "Liam" not in answer.source
    assert {"VerifyAward", "GetPaymentsForInvoice", "UpdateAttendanceForClientClass"} & {
        name for name, _ in calls
    } == set()


@pytest.mark.parametrize("who", VISIBLE)
def test_every_page_makes_few_calls_and_is_kept_by_no_browser(visit, school, portals, calls, who):
    visitor = visit(who)
    for name, path in school.pages(portals, who).items():
        calls.clear()
        page = visitor.get(path)
        assert page.status == 200, name
        assert len(calls) <= MOST_CALLS, name
        assert {operation for operation, _ in calls} <= TOLD, name
        assert page.headers["Cache-Control"] == "no-store", name


def test_two_processes_serve_one_log_in(visit, school, running):
    visitor = visit("mia")
    other = PortalVisitor(PortalSite(school.settings(running.address)))
    other._client.set_cookie("vettrak_portal", visitor.cookie().value)
    assert other.get("/training").heading == "Hello Mia"


@pytest.mark.parametrize("text", ["", "nonsense", "eyJ0b2tlbiI6IngifQ.forged", "é"])
def test_a_cookie_of_our_own_making_is_none(portals, text):
    visitor = PortalVisitor(portals)
    visitor._client.set_cookie("vettrak_portal", text)
    assert visitor.get("/training").heading == "Log in"


def test_the_description_of_a_service_is_read_once(school, running, monkeypatch):
    read = []
    site = PortalSite(school.settings(running.address))
    original = Server._read
    monkeypatch.setattr(Server, "_read", lambda self, *told: read.append(told[0]) or original(self, *told))
    for _ in range(2):
        PortalVisitor(site).log_in("mia")
    assert read == ["VT_API_Portals.asmx"]


def _date(moment: datetime.datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def cells(page):
    """Return the words of each cell of each row."""
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.document.iterfind(".//tbody/tr")]
