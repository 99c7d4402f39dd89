"""What the README tells a newcomer to type fits the interface."""

import re
import shlex
from pathlib import Path

import pytest
from lxml import etree

from vettrak_api.catalogue.loader import PRODUCTS, load_catalogue

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
CATALOGUE = load_catalogue()
CURL_CALLS = re.findall(r"^curl .*$", README, re.MULTILINE)


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("line", "operation"), list(zip(CURL_CALLS, ["ValidateClient", "GetLMSNewOccurrences"], strict=True))
)
def test_a_curl_call_is_a_call_of_the_interface(line, operation):
    words = shlex.split(line)
    (call,) = etree.fromstring(words[words.index("-d") + 1])[0]
    namespace = CATALOGUE.namespaces["integrate"]
    assert words[-1].endswith(CATALOGUE.endpoints["integrate"])
    assert call.tag == f"{{{namespace}}}{operation}"
    assert [child.tag for child in call] == [
        f"{{{namespace}}}{parameter.name}" for parameter in CATALOGUE.operations[operation].params
    ]


@pytest.mark.parametrize("language", ["php", "csharp", "python"])
def test_an_example_uses_members_that_exist(language):
    (example,) = blocks(language)
    occurrence = {member.name for member in CATALOGUE.types["TOccu"].all_members()}
    used = set(re.findall(r"occurrence(?:->|\.)(\w+)", example))
    assert {"ID", "Code"} <= used <= occurrence
    login = {member.name for member in CATALOGUE.types["TAuthenticate"].fields}
    assert set(re.findall(r"login(?:->|\.)(\w+)", example)) == {"Status", "StatusMessage", "Token"} <= login


def test_the_python_example_can_be_read():
    (example,) = blocks("python")
    compile(example, "README.md", "exec")


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_table_of_pages_is_right(product):
    (row,) = re.findall(rf"^\| `{CATALOGUE.endpoints[product]}` .*$", README, re.MULTILINE)
    assert f"`{CATALOGUE.namespaces[product]}`" in row
    assert row.split()[-2] == str(len(CATALOGUE.operations_of(product)))
