"""Who is let into which operation, as one table: tests/api/security/answers.txt, which people have looked through.

Each operation is called with a record of a student by everybody who is, was or is not linked to the student. After a
change of what is let in, `VETTRAK_WRITE_ANSWERS=1 pytest tests/api/security/test_answers.py` writes the table anew; its
difference is to be read, and a row of a new kind needs a reason below.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.api.security.test_matrix import OPERATIONS, Stage, naming, reached, samples
from tests.support.callers import Student, callers_around

TABLE = Path(__file__).parent / "answers.txt"

CALLERS = {
    "no token": "-",
    "garbage": "g",
    "expired": "x",
    "the client": "C",
    "another client": "c",
    "class": "s",
    "occurrence": "s",
    "enrolment": "s",
    "contract": "s",
    "event": "s",
    "division": "D",
    "division above": "D",
    "another division": "d",
    "division below": "d",
    "staff without a link": "n",
    "staff no longer": "n",
    "employer": "E",
    "former employer": "e",
    "another employer": "e",
    "contact": "K",
    "contact of an employer whose last day is today": "K",
    "contact no longer": "k",
    "contact of a former employer": "k",
    "contact of an employer left yesterday": "k",
    "role": "R",
}
"""The callers in the order of the columns, and the letter that tells in a cell that they are let in."""

DENIED = {"Access denied.": ".", "Invalid token.": "!", "A token is required.": "!", "Token has expired.": "!"}

NOBODY, ROLE_ALONE, EVERYBODY, WITHOUT_TOKEN = (
    "!!!......................",
    "!!!.....................R",
    "!!!CcsssssDDddnnEeeKKkkkR",
    "-gxCcsssssDDddnnEeeKKkkkR",
)
LINKED = "!!!C.sssssDD....E..KK...R"

REASONS = {
    ROLE_ALONE: "protected: the API role alone",
    EVERYBODY: "any valid token: lists that are the same for everybody, or what is filtered inside",
    WITHOUT_TOKEN: "public: log-ins, handshakes, versions and lists of codes; a token is ignored",
    LINKED: "restricted: the client, staff with a link or a division above, the present employer and its contacts",
    "!!!C....................R": "a person's own list, or a change of own data: nobody writes for somebody else",
    "!!!..ss.................R": "staff who teach the class or have a role on the occurrence: it is not one client's",
    "!!!.............E..K....R": "the employer itself and its present contacts; to work there does not open it",
}
"""Why a row looks as it does; each kind of row has one."""


@pytest.fixture(scope="module")
def stage(template, tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "answers.db"
    shutil.copyfile(template.settled, path)
    stage = Stage(path)
    yield stage
    stage.close()


class Cast:
    """A student and everybody around, with their tokens."""

    def __init__(self, stage):
        self.student = Student(stage.world)
        nobody = {"no token": None, "garbage": "A" * 43, "expired": stage.expired, "role": stage.world.token()}
        self.tokens = callers_around(stage.world, self.student) | nobody


def row(stage, cast, name):
    """Call an operation as everybody, each time about the same student, and return a letter for each."""
    named = {}
    for scope in OPERATIONS[name].scope:
        named |= naming(scope, cast.student.names())
    cells = []
    for caller, letter in CALLERS.items():
        answer = getattr(stage.api, name)(**samples(name, cast.tokens[caller]) | named)
        if OPERATIONS[name].result.name == "string" or reached(name, answer):
            auth = answer if OPERATIONS[name].result.name == "TAuthenticate" else getattr(answer, "Auth", None)
            cells.append("!" if getattr(auth, "Status", 1) == -2 else letter)
        else:
            auth = answer if OPERATIONS[name].result.name == "TAuthenticate" else answer.Auth
            cells.append(DENIED[auth.StatusMessage])
    return "".join(cells)


def rendered(rows):
    """Return the table as it is checked in: by reason, then by name."""
    lines = ["Let in by a letter, denied by a dot, refused for the token by an exclamation mark. Columns:"]
    lines += [f"{at + 1:3} {caller}" for at, caller in enumerate(CALLERS)]
    for pattern, reason in REASONS.items():
        lines += ["", f"{pattern}  {reason}"]
        lines += [f"    {name}" for name, found in sorted(rows.items()) if found == pattern]
    return "\n".join(lines) + "\n"


def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(stage):
    reading = Cast(stage)
    # What writes may change the student, and end tokens.
    rows = {name: row(stage, Cast(stage) if OPERATIONS[name].writes else reading, name) for name in OPERATIONS}
    assert {name: found for name, found in rows.items() if found not in REASONS} == {}
    text = rendered(rows)
    if os.environ.get("VETTRAK_WRITE_ANSWERS"):
        TABLE.write_text(text, encoding="utf-8")
    assert text == TABLE.read_text(encoding="utf-8")
