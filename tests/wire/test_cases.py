"""Every recorded case: the genuine engine's answer is ours, byte for byte, but for the text of faults.

Where the engine refuses a request by a status alone (400, 415), ours says in plain text what is wrong.

The folder is tests/wire/cases, or the one that the environment variable WIRE_CASES names.
"""

import json
import os
import re
from pathlib import Path

import pytest

from tests.wire.sample import play, sample_endpoint

FOLDER = Path(os.environ.get("WIRE_CASES") or Path(__file__).parent / "cases")
CASES = sorted(FOLDER.glob("*.json"))
FAULT_TEXT = re.compile(r"(<faultstring>|<soap:Text xml:lang=\"en\">).*?(</faultstring>|</soap:Text>)", re.DOTALL)
ENDPOINT = sample_endpoint()
SAID_WHY = {400, 415}


def without_fault_text(body: str) -> str:
    return FAULT_TEXT.sub(r"\1\2", body)


def test_there_are_cases():
    assert CASES, f"no cases in {FOLDER}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_answer_is_the_recorded_one(path):
    case = json.loads(path.read_text("utf-8"))
    answer = play(ENDPOINT, case["request"])
    expected = case["response"]
    if expected["status"] in SAID_WHY:
        assert (answer.status, answer.content_type) == (expected["status"], "text/plain; charset=utf-8"), case["note"]
        assert re.fullmatch(rf"{answer.status} [A-Z][A-Za-z ]+: [A-Z].+\.\n", answer.text), case["note"]
        assert expected["body"] == ""
        return
    assert without_fault_text(answer.text) == without_fault_text(expected["body"]), case["note"]
    assert answer.status == expected["status"], case["note"]
    assert answer.content_type == expected["headers"].get("Content-Type", ""), case["note"]
