"""What the curriculum API costs on PostgreSQL: a ScheduledUnitFee against its own SQL by the bare driver, and lists.

    python tests/bench/curriculum.py [--rounds 300] [--schedules 1000000]

The first table compares a request that makes ten rows and five occurrences, through the whole application, with its
very statements, sent by psycopg alone in one transaction; both by turns, in one thread. The second one asks for 100
records by a field, with few and with many scheduled units.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import event, text

from tests.support.databases import KINDS
from tests.support.rest import BASE, basic
from tests.support.world import PASSWORD, World
from vettrak_api.app import Site
from vettrak_api.database import migrations
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

PROGRAMS, ASSESSMENTS = 5, 4
TOLD = {
    "eduUnitId": "BENCH1", "startDate": "20260101T00:00:00", "endDate": "20261231T00:00:00", "fee": "1000.00",
    "feeTypeId": "STANDARD_FEE", "modeOfDelivery": "ONLINE", "flexibleLearning": "Y", "maximumParticipants": "100",
}  # fmt: skip
NUMBERED = ("scheduled_unit", "enrolment_number", "scheduled_fee")
"""Tables whose new numbers later statements name; they begin far apart, so that no other value is one of them."""

COLUMNS = "unit_id, other_code, provider_code, name, status, provider, start_date, end_date, maximum_participants"


def main():
    """Print both tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=300)
    asked.add_argument("--schedules", type=int, default=1_000_000)
    chosen = asked.parse_args()
    server = KINDS["postgresql"]()
    try:
        runtime = build_runtime(Settings(database_url=server.create()))
        migrations.upgrade(runtime.database)
        with runtime.database.writing() as session:
            load_reference_data(session)
        caller = Caller(runtime)
        caller.prepare()
        compare(caller, runtime, chosen.rounds)
        lists(caller, runtime, chosen.schedules)
    finally:
        server.close()


class Caller:
    """Sends requests to the application in this process, with as little of its own as can be."""

    def __init__(self, runtime):
        officer = World(runtime).staff(api_role=True, password=PASSWORD)
        self.site, self.header = Site(runtime), basic(officer.username, PASSWORD)

    def send(self, method, path, body=None, query=""):
        """Return what was answered, parsed."""
        import io

        payload = json.dumps(body).encode() if body is not None else b""
        environ = {
            "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": f"{BASE}/{path}", "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(payload)),
            "HTTP_AUTHORIZATION": self.header, "wsgi.input": io.BytesIO(payload), "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }  # fmt: skip
        seen = []
        answer = self.site(environ, lambda status, headers, error=None: seen.append(status))
        told = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        assert seen[0].startswith("2"), told
        return json.loads(told)

    def prepare(self):
        """Make a unit in five programs, with four assessments."""
        self.send("POST", "Unit", {"eduUnitId": "BENCH1", "eduOtherUnitId": "B", "unitName": "Bench", "avet018": "20"})
        for number in range(ASSESSMENTS):
            told = {"eduUnitId": "BENCH1", "assessmentTypeId": "COMPETENCY_UNIT", "assessmentName": f"Task {number}"}
            self.send("POST", "UnitAssessment", told)
        for number in range(PROGRAMS):
            told = {
                "eduProgramId": f"PROG{number}",
                "programName": f"Program {number}",
                "allowOnlineApplication": "YES",
            }
            self.send("POST", "Program", told)
            held = {"eduProgramId": f"PROG{number}", "eduUnitId": "BENCH1", "constraintTypeId": "CORE_UNIT"}
            self.send("POST", "ProgramUnitConstraint", held)


def compare(caller, runtime, rounds):
    """Print what a ScheduledUnitFee costs, and its own SQL."""
    with runtime.database.engine.begin() as connection:
        for at, table in enumerate(NUMBERED, 1):
            connection.execute(text(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {at * 100_000_000}"))
    for _ in range(20):
        caller.send("POST", "ScheduledUnitFee", TOLD)
    script = record(caller, runtime)
    connection = runtime.database.engine.raw_connection()
    driver = connection.driver_connection
    peer = fastapi_peer(caller, runtime)
    whole, bare, others = [], [], []
    for turn in range(rounds + 20):
        took = timed(lambda: caller.send("POST", "ScheduledUnitFee", TOLD))
        replayed = timed(lambda: replay(driver, script))
        other = timed(peer) if peer else None
        if turn >= 20:
            whole.append(took)
            bare.append(replayed)
            others.append(other)
    connection.close()
    print(f"ScheduledUnitFee in {PROGRAMS} programs with {ASSESSMENTS} assessments: {len(script)} statements")
    for name, at in (("wall", 0), ("CPU here", 1)):
        ours, own = (statistics.median(each[at] for each in times) * 1000 for times in (whole, bare))
        print(f"{name:>9}: {ours:6.2f} ms, its SQL by the bare driver {own:6.2f} ms, ratio {ours / own:.2f}")
        if peer:
            print(f"{'':>9}  FastAPI with the same SQL {statistics.median(each[at] for each in others) * 1000:6.2f} ms")
    if not peer:
        print("           FastAPI is not installed: pip install fastapi")


def fastapi_peer(caller, runtime):
    """Return what sends the request to the same rules behind FastAPI, in this process; None where there is none."""
    try:
        from tests.bench.peers.curriculum_fastapi import build
    except ImportError:
        return None
    application, loop, payload = build(runtime), asyncio.new_event_loop(), json.dumps(TOLD).encode()
    headers = [
        (b"host", b"localhost"), (b"authorization", caller.header.encode()), (b"content-type", b"application/json"),
        (b"content-length", str(len(payload)).encode()),
    ]  # fmt: skip
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/ScheduledUnitFee", "raw_path": b"/ScheduledUnitFee", "root_path": "", "query_string": b"",
        "headers": headers, "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip

    async def ask():
        seen = []

        async def receive():
            return {"type": "http.request", "body": payload, "more_body": False}

        async def send(message):
            seen.append(message)

        await application(dict(scope), receive, send)
        assert seen[0]["status"] == 201, seen

    return lambda: loop.run_until_complete(ask())


def timed(work):
    """Return the seconds of the clock and of this process that a piece of work takes."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def record(caller, runtime):
    """Return the statements of one request, with their values and what the database answered of numbers."""
    script = []

    def note(connection, cursor, statement, parameters, context, executemany):
        script.append((statement, parameters))

    engine = runtime.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        made = caller.send("POST", "ScheduledUnitFee", TOLD)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    schedule = int(made["eduScheduledUnitId"])
    fees = [int(fee["scheduledFeeId"]) for fee in made["scheduledFees"]]
    with engine.connect() as connection:
        wanted = text("SELECT id FROM occurrence WHERE scheduled_unit_id = :n ORDER BY id")
        occurrences = connection.execute(wanted, {"n": schedule}).scalars().all()
    known = {schedule: ("scheduled_unit", 0)}
    known |= {number: ("scheduled_fee", at) for at, number in enumerate(fees)}
    known |= {number: ("enrolment_number", at) for at, number in enumerate(occurrences)}
    return [(statement, holes(values, known)) for statement, values in script]


def holes(values, known):
    """Return values, and where numbers of new rows stand among them; rows that are sent together stay as they are."""
    if isinstance(values, list):
        return values, []
    items = values.items() if isinstance(values, dict) else enumerate(values)
    return values, [(at, known[value]) for at, value in items if isinstance(value, int) and value in known]


def replay(driver, script):
    """Send the statements in one transaction, new numbers in the place of the old ones."""
    made = {}
    with driver.cursor() as cursor:
        for statement, (values, gaps) in script:
            sent = values
            if gaps:
                sent = dict(values) if isinstance(values, dict) else list(values)
                for at, (table, which) in gaps:
                    sent[at] = made[table][which]
            if isinstance(sent, list) and sent and isinstance(sent[0], dict):
                cursor.executemany(statement, sent)
                continue
            cursor.execute(statement, sent)
            rows = cursor.fetchall() if cursor.description else ()
            if statement.startswith("INSERT INTO"):
                table = statement.split()[2]
                if table in NUMBERED:
                    made[table] = sorted(row[0] for row in rows)
    driver.commit()


def lists(caller, runtime, many):
    """Print what a list of 100 records costs with 10,000 schedules and with many."""
    costs = {}
    for size in (10_000, many):
        fill(runtime, size)
        for query in (
            "eduUnitId=FILL7&limit=100",
            "startDate=20260107T00:00:00&limit=100",
            "eduOtherUnitId=O7&limit=100",
        ):
            for _ in range(10):
                assert len(caller.send("GET", "ScheduledUnit", query=query)) == 100
            took = [timed(lambda query=query: caller.send("GET", "ScheduledUnit", query=query))[0] for _ in range(60)]
            costs.setdefault(query, []).append(statistics.quantiles(took, n=4)[0] * 1000)
    print(f"100 records of 10,000 and of {many:,} scheduled units")
    for query, (few, more) in costs.items():
        print(f"{few:6.2f} ms, {more:6.2f} ms, ratio {more / few:.2f}: {query}")


def fill(runtime, size):
    """Let there be so many scheduled units beside those of the first table, each value of a field 100 times."""
    with runtime.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM scheduled_unit WHERE provider = 'FILL'"))
        kinds = size // 100
        connection.execute(
            text(
                "INSERT INTO unit (code, code_key, name, kind, active) "
                "SELECT 'FILL' || n, 'fill' || n, 'Filling', 0, true "
                "FROM generate_series(0, :kinds - 1) AS n ON CONFLICT DO NOTHING"
            ),
            {"kinds": kinds},
        )
        connection.execute(
            text(
                f"INSERT INTO scheduled_unit ({COLUMNS}) SELECT unit.id, 'O' || n, 'P' || n, 'Filling', 'UNIT_ACTIVE', "
                "'FILL', CAST(:first AS timestamp) + n * INTERVAL '1 day', NULL, 20 "
                "FROM generate_series(1, 100) AS each, generate_series(0, :kinds - 1) AS n "
                "JOIN unit ON unit.code = 'FILL' || n"
            ),
            {"kinds": kinds, "first": datetime(2025, 12, 31)},
        )
    with runtime.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE scheduled_unit"))


if __name__ == "__main__":
    main()
