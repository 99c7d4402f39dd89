"""The sample enrolment site, run by PHP's own web server, and somebody who visits it with a browser."""

import http.cookiejar
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from lxml import html

from tests.support.servers import HOST, answers, free_port
from tests.support.tools import need

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
"""What somebody types into the form."""


@contextmanager
def sample_site(service, username, password, log):
    """Serve the sample with `php -S` and give its address; what it logs goes to a file."""
    program, port = need("php", module="soap"), free_port()
    settings = {
        "ENROL_SERVICE": service,
        "ENROL_USERNAME": username,
        "ENROL_PASSWORD": password,
        "ENROL_SITE_NAME": "Brewers' & Cooks' School",
    }
    command = [program, "-d", "soap.wsdl_cache_enabled=0", "-S", f"{HOST}:{port}", "-t", str(SAMPLE / "public")]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 30
        while not answers(port) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.wait(10)


class Shopper:
    """Somebody with a browser who looks at the site."""

    def __init__(self, address):
        self._address = address
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path="/"):
        return self._seen(path)

    def book(self, occurrence, **fields):
        """Fill the form of an occurrence in and send it: PERSON and the first price, unless fields say otherwise."""
        self.get(f"/book.php?occurrence={occurrence.id}")
        return self.send(**{"price": self.prices[0]} | PERSON | fields)

    def send(self, **fields):
        """Fill the page's POST form in and send it."""
        form = next(form for form in self.document.forms if form.method == "POST")
        values = {name: value for name, value in form.form_values() if name not in fields} | fields
        return self.post(form.action, **values)

    def post(self, path, **fields):
        """Send fields that no form of this page holds."""
        return self._seen(path, urllib.parse.urlencode(fields).encode())

    def _seen(self, path, fields=None):
        try:
            answer = self._open(urllib.parse.urljoin(self._address, path), fields)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.status, self.headers, self.source = answer.status, answer.headers, answer.read().decode()
        self.document = html.fromstring(self.source)
        return self

    def value(self, name):
        """Return what a field of the page holds."""
        return next(form.fields[name] for form in self.document.forms if form.method == "POST")

    @property
    def prices(self):
        """The numbers of the prices that may be chosen."""
        return self.document.xpath('//input[@name="price"][not(@disabled)]/@value')

    @property
    def heading(self):
        return self.document.findtext(".//h1")

    @property
    def text(self):
        return " ".join(self.document.text_content().split())

    @property
    def links(self):
        return {" ".join(link.text_content().split()): link.get("href") for link in self.document.iterfind(".//a")}
