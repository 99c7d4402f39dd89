"""How long each page of the sample portals takes on the demonstration data, with the server in a process of its own.

Usage: python tests/bench/portals.py [rounds]. Prints of each page the calls, the middle and the longest time in
milliseconds, and the bytes; asserts nothing. No page shall take more than 500 ms.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.hardware import million_additions
from tests.support.portals import SECRET, PortalVisitor
from tests.support.servers import CHEAP_PASSWORDS, serving
from vettrak_api.database import migrations
from vettrak_api.demo import data as demonstration
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.portals.settings import PortalSettings
from vettrak_api.web.portals.site import PortalSite
from vettrak_api.web.portals.soap import Server

TARGET_MILLISECONDS = 500
PAGES = {
    "student": ("/training", "course", "/timetable", "/timetable.ics", "/attendance", "/awards", "award", "/invoices",
                "invoice", "/details"),
    "employer": ("/employees", "/contracts", "contract", "/employer-events", "/employer-invoices"),
    "staff": ("/classes", "roll", "/people", "/events", "/tasks"),
}  # fmt: skip
"""By log-in; what is no address is the first link to such a page from the one before."""

LEADS = {
    "course": "/training/",
    "award": "/awards/",
    "invoice": "/invoices/",
    "contract": "/contracts/",
    "roll": "/classes/2",
}


def address_of(visitor: PortalVisitor, page: str) -> str | None:
    """Return the address of a page; of one that another leads to, the first such link."""
    if page.startswith("/"):
        return page
    links = visitor.page.document.xpath("//main//a/@href")
    return next((link for link in links if link.startswith(LEADS[page])), None)


def measure(visitor: PortalVisitor, address: str, rounds: int, made: list[str]) -> tuple[int, float, float, int]:
    """Return calls, the middle and the longest time in milliseconds, and bytes."""
    times = []
    for _ in range(rounds):
        made.clear()
        began = time.perf_counter()
        response = visitor._client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, (address, response.status_code)
    return len(made), statistics.median(times), max(times), len(response.data)


def main(rounds: int) -> None:
    """Fill a database, start a server and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{(Path(folder) / 'demo.db').as_posix()}"
        runtime = build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1))
        migrations.upgrade(runtime.database)
        with runtime.database.writing() as session:
            load_reference_data(session)
        demonstration.fill(runtime, demonstration.CLIENTS)
        runtime.database.close()
        with serving(url, **CHEAP_PASSWORDS) as server:
            show(server.address, rounds)


def show(address: str, rounds: int) -> None:
    """Print the table of the portals of the server at an address."""
    password = demonstration.PASSWORD
    site = PortalSite(PortalSettings(api_url=address, username="integration", password=password, secret=SECRET))
    made: list[str] = []
    call = Server.call
    Server.call = lambda self, page, operation, *told: made.append(operation) or call(self, page, operation, *told)
    print(f"a million additions take {million_additions():.0f} ms here\n")
    print(f"{'page':<32}{'calls':>6}{'middle':>9}{'longest':>9}{'bytes':>9}")
    slowest = 0.0
    for username, pages in PAGES.items():
        visitor = PortalVisitor(site)
        visitor.log_in(username, password)
        for page in pages:
            found = address_of(visitor, page)
            if found is None:
                print(f"{username + ' ' + page:<32} no such page in the data")
                continue
            calls, middle, longest, size = measure(visitor, found, rounds, made)
            slowest = max(slowest, longest)
            print(f"{username + ' ' + page:<32}{calls:>6}{middle:>9.0f}{longest:>9.0f}{size:>9}")
            visitor.get(found) if not found.endswith(".ics") else None
    verdict = "within" if slowest <= TARGET_MILLISECONDS else "BEYOND"
    print(f"\nthe slowest took {slowest:.0f} ms: {verdict} the {TARGET_MILLISECONDS} ms that no page shall take")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
