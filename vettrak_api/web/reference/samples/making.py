"""Makes the samples of an operation."""

from vettrak_api.catalogue import load_catalogue
from vettrak_api.web.reference.samples import messages
from vettrak_api.web.reference.samples.calls import conversation
from vettrak_api.web.reference.samples.csharp import CSharp
from vettrak_api.web.reference.samples.java import Java
from vettrak_api.web.reference.samples.javascript import JavaScript
from vettrak_api.web.reference.samples.php import Php
from vettrak_api.web.reference.samples.programs import Program
from vettrak_api.web.reference.samples.python import Python
from vettrak_api.web.reference.samples.text import Sample

PROGRAMS: tuple[type[Program], ...] = (Php, CSharp, Java, JavaScript, Python)
"""In the order in which pages show them."""


def samples_of(operation_name: str, product: str, address: str) -> tuple[Sample, ...]:
    """Make the samples of an operation: request and answer, then a program in each language.

    `product` is one that offers the operation; `address` is that of the server up to its virtual directory, such as
    https://api.example.edu.au. Raises KeyError for an operation that the product does not have.
    """
    catalogue = load_catalogue()
    talk = conversation(catalogue, catalogue.operations[operation_name], product, address)
    return (messages.request(talk), messages.answer(talk), *(program(talk).sample() for program in PROGRAMS))
