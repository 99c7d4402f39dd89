"""How long a large import takes, and how much memory: python tests/bench/transfer.py [CLIENTS [DATABASE_URL]].

Each client has two enrolments and five enrolled units. The aim: 100,000 clients within 10 minutes and 300 MiB.
"""

import csv
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = Path(sys.executable).with_name("vettrak-api")
UNITS, OCCURRENCES = 20, 200
MEBIBYTE = 1024


def main():
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/bench.db"
        surroundings = {**os.environ, "VETTRAK_DATABASE_URL": url}
        subprocess.run([PROGRAM, "db", "upgrade"], env=surroundings, check=True, stdout=subprocess.DEVNULL)
        sheets = Path(folder) / "sheets"
        sheets.mkdir()
        rows = write_sheets(sheets, clients)
        started = time.perf_counter()
        done = subprocess.run(
            [PROGRAM, "import", sheets], env=surroundings, check=False, capture_output=True, text=True
        )
        seconds = time.perf_counter() - started
        most = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(done.stdout[-300:], done.stderr[-600:], sep="\n")
        print(
            f"{rows} rows, {clients} clients: {seconds:.0f} s ({most.ru_utime:.0f} s of it computing), "
            f"at most {most.ru_maxrss / MEBIBYTE:.0f} MiB"
        )


def write_sheets(folder, clients):
    """Write sheets, and return how many rows they have."""
    numbers = range(clients)
    enrolments = [(10_000 + 2 * client + turn, client, turn) for client in numbers for turn in range(2)]
    return sum((
        write(folder, "programmes", ("code", "name"), [("P1", "Programme")]),
        write(folder, "units", ("code", "name"), ((f"UNIT{n:03d}", f"Unit {n}") for n in range(UNITS))),
        write(folder, "occurrences", ("number", "programme", "start_date"),
              ((n + 1, "P1", "2027-02-01") for n in range(OCCURRENCES))),
        write(folder, "clients", ("code", "surname", "given_name", "birth_date", "email", "username", "usual_postcode"),
              ((f"{n:07d}", f"Surname{n}", "Given", "01/02/1990", f"p{n}@example.com", f"p{n}", "0800")
               for n in numbers)),
        write(folder, "client_statistics", ("client", "language", "highest_school_level"),
              ((f"{n:07d}", "1201", "12") for n in numbers)),
        write(folder, "enrolments", ("number", "client", "occurrence", "start_date", "status"),
              ((n, f"{client:07d}", (client + turn) % OCCURRENCES + 1, "2027-02-01", "Active")
               for n, client, turn in enrolments)),
        write(folder, "enrolled_units", ("enrolment", "unit", "result_type", "start_date"),
              ((n, f"UNIT{(client + at) % UNITS:03d}", "Competency Achieved", "2027-02-01")
               for n, client, turn in enrolments for at in range(2 + turn))),
    ))  # fmt: skip


def write(folder, name, head, rows):
    count = 0
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        written = csv.writer(stream)
        written.writerow(head)
        for count, row in enumerate(rows, 1):  # noqa: B007
            written.writerow(row)
    return count


if __name__ == "__main__":
    main()
