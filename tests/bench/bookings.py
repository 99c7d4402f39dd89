"""The whole individual pathway, from the log-in to the processed enrolment, in whole SOAP calls.

The calls are those of the interface's documentation, in its order, with the listings of types, programmes and
occurrences; the processing, which it leaves to staff, comes last.

Usage: python tests/bench/bookings.py [postgresql|sqlite|mariadb] [processes] [seconds] [--profile]. Each process is a
server and the site that calls it. Prints complete bookings per second, calls per booking and CPU time per call.
"""

import cProfile
import pstats
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.databases import KINDS
from tests.support.hardware import core_times, million_additions, stolen
from tests.support.soap import SOAP, post
from tests.support.world import PASSWORD, World
from vettrak_api.app import Site, build_site
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.database import migrations
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

NAMESPACE = load_catalogue().namespaces["complete"]
PATH = load_catalogue().endpoints["complete"]
YEAR = {"xsdStart": "2026-01-01", "xsdEnd": "2026-12-31"}
USERNAME = "bench.site"
TARGET = 40
WARM_UP = 8.0
"""Seconds until all processes have loaded the application and made their first bookings."""

Call = Callable[..., str]


def main() -> None:
    """Run the pathway for some seconds and print what came out."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    kind, processes, seconds = (*words, *("postgresql", "2", "10")[len(words) :])
    databases = KINDS[kind]()
    try:
        url = databases.create()
        occurrences = _prepare(url)
        if "--profile" in sys.argv:
            _profile(url, occurrences)
        else:
            _measure(kind, url, occurrences, int(processes), float(seconds))
    finally:
        databases.close()


def _prepare(url: str) -> list[int]:
    """Make tables and 200 published occurrences with units, classes and prices; return their numbers."""
    runtime = build_runtime(Settings(database_url=url))
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    world = World(runtime)
    staff = world.staff(api_role=True, password=PASSWORD)
    world.change(staff, username=USERNAME)
    types = [world.programme_type(name).id for name in ("Accredited", "Short courses", "Workshops")]
    programmes = [world.programme(f"Programme {n}", programme_type_id=types[n % 3]) for n in range(20)]
    numbers = []
    for number in range(200):
        programme = programmes[number % len(programmes)]
        units = [f"UNIT{number % 5}{letter}" for letter in "ABC"]
        prices = [("Fee", "110.00"), ("Materials", "22.00")] if number % 2 else [("Fee", "99.00")]
        occurrence = world.occurrence(programme_id=programme.id, web_published=True, units=units, prices=prices)
        world.class_session(occurrence)
        numbers.append(occurrence.id)
    runtime.database.close()
    return numbers


def _measure(kind: str, url: str, occurrences: list[int], processes: int, seconds: float) -> None:
    start = time.time() + WARM_UP
    with ProcessPoolExecutor(processes) as pool:
        work = [pool.submit(_work, url, occurrences, number, start, seconds) for number in range(processes)]
        time.sleep(max(0.0, start - time.time()))
        begun = core_times()
        outcomes = [future.result() for future in work]
        kept = stolen(begun, core_times())
    bookings, calls, cpu, took, speeds = (sum(values) for values in zip(*outcomes, strict=True))
    speed = speeds / processes
    rate = sum(outcome[0] / outcome[3] for outcome in outcomes)
    print(f"{kind}, {processes} processes: {rate:.1f} bookings a second; target {TARGET} with two processes")
    print(f"{bookings} in {took / processes:.1f} s, {calls / bookings:.0f} calls and", end=" ")
    print(f"{cpu / bookings * 1000:.1f} ms CPU of ours per booking, {cpu / calls * 1000:.2f} ms per call")
    print(f"the machine meanwhile: {speed:.1f} million additions a second in Python", end="")
    print("" if kept is None else f"; its host kept {kept:.0%} of the cores' time")


def _work(url: str, occurrences: list[int], number: int, start: float, seconds: float) -> tuple[float, ...]:
    """Book as fast as it goes; return bookings, calls, CPU seconds, seconds and the machine's speed."""
    site = build_site(Settings(database_url=url))
    call, calls = _caller(site)
    for warm in range(5):
        _book(call, occurrences, number * 1_000_000 + warm)
    calls.clear()
    time.sleep(max(0.0, start - time.time()))
    begun, cpu, done = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - begun < seconds:
        done += 1
        _book(call, occurrences, number * 1_000_000 + 100 + done)
    cpu, took = time.process_time() - cpu, time.perf_counter() - begun
    return done, calls.total(), cpu, took, million_additions()


def _caller(site: Site) -> tuple[Call, Counter[str]]:
    """Return a function that calls an operation and checks that it went well, and the number of its calls."""
    calls: Counter[str] = Counter()

    def call(name: str, **parameters: Any) -> str:
        calls[name] += 1
        told = "".join(f"<{key}>{_text(value)}</{key}>" for key, value in parameters.items())
        body = (
            f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Body>'
            f'<{name} xmlns="{NAMESPACE}">{told}</{name}></s:Body></s:Envelope>'
        )
        _, _, answer = post(site, PATH, body, action=f'"{NAMESPACE}/{name}"')
        text = answer.decode()
        if "<Status>1</Status>" not in text:
            raise RuntimeError(f"{name}: {text}")
        return text

    return call, calls


def _text(value: Any) -> str:
    """Write a value; an object is a mapping of members."""
    if isinstance(value, dict):
        return "".join(f"<{key}>{_text(member)}</{key}>" for key, member in value.items())
    return escape(str(value))


def _book(call: Call, occurrences: list[int], number: int) -> None:
    """Book one new person: log-in, 3 listings, the booking with 3 updates, the payment, and the processing."""
    token = _found("Token", call("ValidateClient", sUsername=USERNAME, sPassword=PASSWORD))
    call("GetWebProgrammeTypes", sToken=token)
    programmes = call("GetWebProgrammesForDates", sToken=token, **YEAR)
    programme = re.findall(r"<Prog_ID>(\d+)</Prog_ID>", programmes)[number % 20]
    call("GetWebOccurrencesForProgrammeAndDates", sToken=token, iProg_ID=programme, **YEAR)
    occurrence = occurrences[number % len(occurrences)]
    named = {"sSurname": f"Brewer{number}", "sGiven": "Bea", "xsdDOB": "1990-05-17"}
    web = _found("ID", call("AddClientWebEnrolment", sToken=token, iOccu_ID=occurrence, **named))
    call("UpdateWebEnrolment", token=token, webEnrolId=web, description="From the bench")
    address = {"StreetNumber": "1", "StreetName": "Hop Street", "City": "Hobart", "State": "Tas", "Postcode": "7000"}
    contact = {"sEmail": f"bea{number}@example.com", "sMobilePhone": "0400 111 222", "sGender": "F"}
    call("UpdateWebClient", sToken=token, iWebe_ID=web, **contact, usualAddress=address)
    statistics = {"AboriginalFlag": "4", "CountryCode": "1101", "LanguageCode": "1201", "DisabilityFlag": "N"}
    call("UpdateWebClientAVETMISS", sToken=token, iWebe_ID=web, cClieAVETMISS=statistics)
    call("AddWebPayment", sToken=token, iWebe_ID=web, sOrder=f"O{number}", sRRN=f"R{number}", cAmountPaid=Decimal(99))
    call("ProcessWebEnrolment", token=token, webEnrolId=web, updateMatches="false")


def _found(member: str, text: str) -> str:
    """Return the last element of a name: what an operation answers stands behind its Auth."""
    return str(re.findall(f"<{member}>([^<]+)</{member}>", text)[-1])


def _profile(url: str, occurrences: list[int]) -> None:
    """Print where the time of 50 bookings goes, and the statements of one by call."""
    site = build_site(Settings(database_url=url))
    call, _ = _caller(site)
    _book(call, occurrences, 1)
    profile = cProfile.Profile()
    profile.enable()
    for number in range(50):
        _book(call, occurrences, number + 2)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
