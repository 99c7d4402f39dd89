"""docs/samples/enrol-php, run by PHP's own web server against a running server of ours."""

import datetime
import http.cookiejar
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html
from sqlalchemy import select

from tests.interop.conftest import PASSWORD, USER
from tests.support.servers import HOST, answers, free_port
from tests.support.soap import Api
from tests.support.tools import need
from tests.support.web import book
from vettrak_api.app import Site
from vettrak_api.model.clients import Client, ClientStatistics
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.quarantine import DELETED, PENDING, WebClient, WebEnrolment, WebPayment

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "enrol-php"

PERSON = {
    "surname": "O'Brien & <Söns>",
    "given": "Bea",
    "born": "1990-04-03",
    "gender": "F",
    "email": "bea@example.com",
    "mobile": "0400 111 222",
    "street_number": "12",
    "street": "Rathdowne Street",
    "suburb": "Carlton",
    "state": "Vic",
    "postcode": "3053",
    "country": "1101",
    "language": "1201",
    "aboriginal": "4",
    "notes": "<b>Glasses?</b>",
}

pytestmark = pytest.mark.interop


@pytest.fixture(scope="module")
def php_site(running, tmp_path_factory):
    """Serve the sample with `php -S`; what it logs is kept in a file."""
    port, log = free_port(), tmp_path_factory.mktemp("php") / "log"
    program = need("php", module="soap")
    settings = {
        "ENROL_SERVICE": running.page("VT_API_Enrol"),
        "ENROL_USERNAME": USER,
        "ENROL_PASSWORD": PASSWORD,
        "ENROL_SITE_NAME": "Brewers' & Cooks' School",
    }
    command = [program, "-d", "soap.wsdl_cache_enabled=0", "-S", f"{HOST}:{port}", "-t", str(SAMPLE / "public")]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=output, stderr=output)
    deadline = time.monotonic() + 30
    while not answers(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    yield SimpleNamespace(address=f"http://{HOST}:{port}", log=lambda: log.read_text(errors="replace"))
    process.terminate()
    process.wait(10)


class Shopper:
    """Somebody with a browser who looks at the site."""

    def __init__(self, address):
        self._address = address
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path="/"):
        return self._seen(path)

    def send(self, **fields):
        """Fill the page's POST form in and send it."""
        form = next(form for form in self.document.forms if form.method == "POST")
        values = {name: value for name, value in form.form_values() if name not in fields} | fields
        return self._seen(form.action, urllib.parse.urlencode(values).encode())

    def _seen(self, path, fields=None):
        try:
            answer = self._open(urllib.parse.urljoin(self._address, path), fields)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.status, self.headers, self.source = answer.status, answer.headers, answer.read().decode()
        self.document = html.fromstring(self.source)
        return self

    @property
    def heading(self):
        return self.document.findtext(".//h1")

    @property
    def text(self):
        return " ".join(self.document.text_content().split())

    @property
    def links(self):
        return {" ".join(link.text_content().split()): link.get("href") for link in self.document.iterfind(".//a")}


@pytest.fixture
def shopper(php_site):
    return Shopper(php_site.address)


@pytest.fixture
def api(school):
    return Api(Site(school.server))


@pytest.fixture
def offer(school, numbers):
    """Offer a course that nobody has booked yet."""

    def made(seats=2):
        start = school.server.clock.today().replace(hour=9) + datetime.timedelta(days=1)
        kind = school.programme_type(f"Kind {next(numbers)} & more")
        programme = school.programme(f"Course {next(numbers)}", programme_type_id=kind.id)
        prices = (("Full fee", "120.00"), ("Concession", "60.00"))
        occurrence = school.occurrence(
            programme_id=programme.id, seats=seats, prices=prices, start_date=start, end_date=start, web_published=True
        )
        return SimpleNamespace(kind=kind, programme=programme, occurrence=occurrence)

    return made


def bookings(school, occurrence):
    return school.all(select(WebEnrolment).where(WebEnrolment.occurrence_id == occurrence.id).order_by(WebEnrolment.id))


def test_a_seat_is_found_booked_paid_and_processed(shopper, school, api, offer):
    course = offer()
    assert shopper.get().heading == "Courses"
    assert shopper.document.xpath(f'//option[text()="{course.kind.name}"]')
    shopper.get("/?" + urllib.parse.urlencode({"type": course.kind.name}))
    assert [name for name in shopper.links if name.startswith("Course")] == [course.programme.name]
    shopper.get(shopper.links[course.programme.name])
    assert "2 left" in shopper.text
    shopper.get(next(address for name, address in shopper.links.items() if name.startswith("Book")))
    concession = shopper.document.xpath('//label[contains(., "Concession")]/input/@value')[0]
    shopper.send(**PERSON, price=concession)
    assert (shopper.status, shopper.heading) == (200, "Payment")
    assert "This is a sample." in shopper.text
    assert "$60.00" in shopper.text
    shopper.send(outcome="paid")
    assert shopper.heading == "Thank you"
    number = int(shopper.document.get_element_by_id("number").text)

    web = school.get(WebEnrolment, number)
    assert (web.state, web.amount, web.description) == (PENDING, Decimal("60.00"), "<b>Glasses?</b>")
    person = school.one(select(WebClient).where(WebClient.web_enrolment_id == number))
    assert (person.surname, person.email, person.usual_state) == (PERSON["surname"], "bea@example.com", "Vic")
    assert person.statistics["columns"]["country_of_birth"] == "1101"
    payment = school.get(WebPayment, number)
    assert (payment.order_number, payment.amount) == (f"WEB-{number:06d}", Decimal("60.00"))

    processed = api.ProcessWebEnrolment(school.token(), number, False).ProcessedWebEnrol
    assert processed.EnroleeName == f"Bea {PERSON['surname']}"
    enrolment = school.get(Enrolment, processed.EnrolmentId)
    client = school.get(Client, enrolment.client_id)
    assert (client.usual_street_name, client.mobile_phone) == ("Rathdowne Street", "0400 111 222")
    assert school.get(Invoice, processed.InvoiceId) is not None
    assert school.one(select(ClientStatistics.language).where(ClientStatistics.client_id == client.id)) == "1201"


def test_a_declined_payment_frees_the_place(shopper, school, offer):
    course = offer(seats=1)
    shopper.get(f"/book.php?occurrence={course.occurrence.id}").send(**PERSON)
    shopper.send(outcome="declined")
    assert (shopper.status, shopper.heading) == (402, "Not booked")
    assert [each.state for each in bookings(school, course.occurrence)] == [DELETED]
    assert "1 left" in shopper.get(f"/?programme={course.programme.id}").text


def test_a_full_occurrence_is_not_offered_and_can_not_be_booked(shopper, school, api, offer):
    course = offer(seats=1)
    shopper.get(f"/book.php?occurrence={course.occurrence.id}")
    book(api, school.token(), course.occurrence, "Faster")
    shopper.send(**PERSON)
    assert shopper.status == 422
    assert "Somebody has just taken the last place." in shopper.text
    assert len(bookings(school, course.occurrence)) == 1
    assert "No dates are open for booking." in shopper.get(f"/?programme={course.programme.id}").text


def test_what_is_refused_after_the_place_was_taken_frees_it(shopper, school, offer):
    course = offer()
    shopper.get(f"/book.php?occurrence={course.occurrence.id}").send(**PERSON | {"usi": "WRONG"})
    assert shopper.status == 422
    assert [each.state for each in bookings(school, course.occurrence)] == [DELETED]
    assert shopper.document.xpath('//input[@name="surname"]/@value') == [PERSON["surname"]]


def test_a_price_that_the_web_may_not_sell_can_be_exchanged(shopper, school, offer):
    course = offer()
    prices = school.all(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == course.occurrence.id))
    hidden, sold = prices
    school.change(hidden, web_published=False)
    shopper.get(f"/book.php?occurrence={course.occurrence.id}").send(**PERSON, price=str(hidden.id))
    assert (shopper.status, "Please choose another one." in shopper.text) == (422, True)
    shopper.send(**PERSON, price=str(sold.id))
    assert (shopper.status, shopper.heading) == (200, "Payment")
    assert [each.state for each in bookings(school, course.occurrence)] == [DELETED, PENDING]


@pytest.mark.parametrize(
    "wrong", [{"surname": " "}, {"born": "1990-02-30"}, {"born": "2999-01-01"}, {"email": "x"}, {"price": "0"}]
)
def test_what_the_form_lacks_is_told_before_anything_is_booked(shopper, school, offer, wrong):
    course = offer()
    shopper.get(f"/book.php?occurrence={course.occurrence.id}").send(**PERSON | wrong)
    assert shopper.status == 422
    assert "Please" in shopper.text
    assert bookings(school, course.occurrence) == []


def test_a_form_without_the_mark_of_the_session_does_nothing(shopper, school, offer):
    course = offer()
    shopper.get(f"/book.php?occurrence={course.occurrence.id}").send(**PERSON, mark="")
    assert shopper.status == 403
    assert bookings(school, course.occurrence) == []


def test_what_people_type_is_shown_as_text(shopper, school, offer):
    course = offer()
    shopper.get(f"/book.php?occurrence={course.occurrence.id}").send(**PERSON | {"born": "", "surname": '"><script>'})
    assert "<script>" not in shopper.source
    assert shopper.document.xpath('//input[@name="surname"]/@value') == ['"><script>']
    assert shopper.get("/?type=%3Cscript%3E").status == 404
    assert "<script>" not in shopper.source


def test_pages_without_a_booking_lead_to_the_courses(shopper):
    assert shopper.get("/pay.php").heading == "Courses"
    assert shopper.get("/done.php").heading == "Courses"


def test_answers_forbid_foreign_content_and_logs_hold_nothing_personal(shopper, php_site, offer):
    course = offer()
    shopper.get(f"/book.php?occurrence={course.occurrence.id}").send(**PERSON | {"usi": "WRONG"})
    assert "default-src 'none'" in shopper.headers["Content-Security-Policy"]
    assert "Warning" not in php_site.log()
    assert "Deprecated" not in php_site.log()
    assert not any(word in php_site.log() for word in ("Brien", "bea@example.com", "1990-04-03"))


def test_a_service_that_is_away_is_told_kindly(tmp_path):
    program, port = need("php", module="soap"), free_port()
    settings = {"ENROL_SERVICE": f"http://{HOST}:{free_port()}/x.asmx", "ENROL_USERNAME": "x", "ENROL_PASSWORD": "x"}
    command = [program, "-S", f"{HOST}:{port}", "-t", str(SAMPLE / "public")]
    with (tmp_path / "log").open("wb") as output:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=output, stderr=output)
    try:
        while not answers(port):
            time.sleep(0.05)
        page = Shopper(f"http://{HOST}:{port}").get()
        assert (page.status, page.heading) == (503, "Not available")
    finally:
        process.terminate()
        process.wait(10)
