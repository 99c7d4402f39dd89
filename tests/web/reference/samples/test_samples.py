"""The samples of the reference: whole, well-formed, true to the interface, and as the server writes them."""

import re

import pytest
from lxml import etree

from tests.support.samples import product_of
from vettrak_api.asmx.context import CompiledOperation
from vettrak_api.asmx.envelope import read_arguments, version_of
from vettrak_api.asmx.limits import Limits
from vettrak_api.asmx.reader import Readers
from vettrak_api.asmx.shapes import Shapes
from vettrak_api.asmx.tokenizer import tokenize
from vettrak_api.asmx.writer import Writers
from vettrak_api.catalogue.loader import PRODUCTS, load_catalogue
from vettrak_api.contract.services import SERVICES
from vettrak_api.web.reference.samples import messages, samples_of, values
from vettrak_api.web.reference.samples.calls import conversation

CATALOGUE = load_catalogue()
OPERATIONS = [*CATALOGUE.operations.values()]
ADDRESS = "https://api.example.edu.au/training"
LANGUAGES = ("request", "answer", "php", "csharp", "java", "javascript", "python")
EMPTY = re.compile(r"<\w+ />")
BETWEEN_TAGS = re.compile(r">\s+<")

pytestmark = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


def samples(operation, product=None):
    """Return the samples of an operation by language."""
    return {each.language: each for each in samples_of(operation.name, product or product_of(operation), ADDRESS)}


def body(sample):
    """Return the message without its headers, as bytes."""
    return sample.text.split("\n\n", 1)[1].encode()


def test_there_is_a_sample_in_each_language_for_each_product(operation):
    for product in PRODUCTS:
        if not operation.belongs_to(product):
            continue
        made = samples(operation, product)
        assert tuple(made) == LANGUAGES
        page = f"{ADDRESS}{CATALOGUE.endpoints[product]}"
        assert all(page in sample.text for language, sample in made.items() if language not in {"request", "answer"})
        assert made["request"].text.startswith(f"POST /training{CATALOGUE.endpoints[product]} HTTP/1.1\n")
        assert f'"{CATALOGUE.namespaces[product]}/{operation.name}"' in made["request"].text


def test_the_pieces_of_a_sample_are_its_text(operation):
    for sample in samples(operation).values():
        pieces = [*sample.pieces()]
        assert "".join(text for _, text in pieces) == sample.text
        assert all(text for _, text in pieces)
        assert [text for kind, text in pieces if kind == "value"] == [
            sample.text[span.start : span.end] for span in sample.values
        ]
        assert not re.search("[\ue000-\uf8ff]", sample.text)


def test_what_is_marked_as_markup_are_the_tags(operation):
    for sample in (samples(operation)[language] for language in ("request", "answer")):
        told = [text for kind, text in sample.pieces() if kind == "markup"]
        assert told == re.findall(r"<[^<>]*>", sample.text)


def test_no_line_is_very_wide(operation):
    for language, sample in samples(operation).items():
        if language not in {"request", "answer"}:
            assert max(map(len, sample.text.splitlines())) <= 160, language


def test_the_server_reads_of_a_request_what_was_meant(operation):
    talk = conversation(CATALOGUE, operation, product_of(operation), ADDRESS)
    shapes, writers = Shapes(), Writers(None, "nil")
    declared = shapes.operation(SERVICES[talk.product].public_methods[operation.name])
    readers = Readers(shapes, talk.namespace, None)
    compiled = CompiledOperation.of(declared, talk.namespace, readers, writers, {})
    tokens = tokenize(body(samples(operation)["request"]), Limits())
    arguments = read_arguments(tokens, version_of(tokens), compiled, {compiled.element: compiled})
    for member, read, argument in zip(declared.parameters, arguments, talk.call.arguments, strict=True):
        if argument.value is not None:
            write = writers.element(member)
            meant = write(messages.python_value(member.shape, argument.value))
            # A list that nobody sends is read as an empty one.
            assert EMPTY.sub("", write(read)) == EMPTY.sub("", meant)


def test_an_answer_is_what_the_server_would_write(operation):
    talk = conversation(CATALOGUE, operation, product_of(operation), ADDRESS)
    shown = body(samples(operation)["answer"])
    etree.fromstring(shown)
    assert BETWEEN_TAGS.sub("><", shown.decode().strip()) == messages.written_answer(talk)


def test_recorded_answers_know_only_members_that_there_are(operation):
    assert_known(values.answers()[operation.name], operation.result)


def assert_known(told, expression):
    """Fail for a member that the interface does not have."""
    if expression.is_list:
        for item in told:
            assert_known(item, expression.item)
    elif not expression.is_scalar:
        members = {member.name: member.type for member in CATALOGUE.types[expression.name].all_members()}
        for name, value in told.items():
            assert_known(value, members[name])
