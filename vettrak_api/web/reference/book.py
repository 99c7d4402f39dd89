"""What the reference tells of one product, arranged from the catalogue: areas, classes, code lists, who uses what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.code_lists import CodeList
from vettrak_api.catalogue.loader import OLD_PRODUCTS, Catalogue, Member, Operation, Parameter, WireType, load_catalogue
from vettrak_api.catalogue.references import reached
from vettrak_api.web.products import Product
from vettrak_api.web.reference.products import AREAS, PRODUCTS


@dataclass(frozen=True, slots=True)
class Area:
    """The functions of one area, in the catalogue's order."""

    name: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """The functions that take a class and those that give it, themselves or inside another class."""

    taken_by: tuple[str, ...]
    given_by: tuple[str, ...]
    parts_of: tuple[str, ...]
    """Classes that have a member of it."""
    bases_of: tuple[str, ...]
    """Classes that extend it."""


@dataclass(frozen=True, slots=True)
class CodeUse:
    """One place where codes of a list stand: a parameter of a function, or a member of a class."""

    owner: str
    name: str
    is_function: bool


class Book:
    """One product of a catalogue."""

    def __init__(self, product: str, catalogue: Catalogue) -> None:
        self.product: Product = PRODUCTS[product]
        self.catalogue = catalogue
        self.namespace = catalogue.namespaces[product]
        self.page = self.product.service
        """The name of the service page: VT_API_Integrate.asmx."""
        self.operations: Mapping[str, Operation] = {
            operation.name: operation for operation in catalogue.operations_of(product)
        }

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The areas that the product has functions of, in the order in which work goes."""
        every = (
            Area(name, title, tuple(each for each in self.operations.values() if each.area == name))
            for name, title in AREAS.items()
        )
        return tuple(area for area in every if area.operations)

    @cached_property
    def classes(self) -> Mapping[str, WireType]:
        """The classes that functions of the product take or give, by name."""
        types = self.catalogue.types
        names = {name for operation in self.operations.values() for name in _types_of(operation)}
        return {name: types[name] for name in sorted(reached(names, types), key=str.lower)}

    @cached_property
    def code_lists(self) -> Mapping[str, CodeList]:
        """The code lists that parameters and members of the product name, by their titles."""
        lists = self.catalogue.code_lists
        return dict(sorted(((name, lists[name]) for name in self._code_uses), key=lambda pair: pair[1].title.lower()))

    @cached_property
    def missing(self) -> frozenset[str]:
        """The functions that are declared, and that this version does not offer."""
        return frozenset(self.operations.keys() - REGISTRY.keys())

    def siblings(self, name: str) -> tuple[Product, ...]:
        """Return the other products that have a function as well; Complete has all of them."""
        products = self.catalogue.operations[name].products
        return tuple(PRODUCTS[each] for each in OLD_PRODUCTS if each in products and each != self.product.name)

    def uses(self, name: str) -> Uses:
        """Return where a class is used."""
        types = self.catalogue.types
        within = {each for each in self.classes if name in reached([each], types)}
        takes, gives = [], []
        for operation in self.operations.values():
            if any(parameter.type.name in within for parameter in operation.params):
                takes.append(operation.name)
            if operation.result.name in within:
                gives.append(operation.name)
        holders = (each for each in self.classes.values() if any(member.type.name == name for member in each.fields))
        heirs = (each.name for each in self.classes.values() if each.base == name)
        return Uses(tuple(takes), tuple(gives), tuple(each.name for each in holders), tuple(heirs))

    def code_uses(self, name: str) -> tuple[CodeUse, ...]:
        """Return where codes of a list stand."""
        return self._code_uses[name]

    @cached_property
    def _code_uses(self) -> Mapping[str, tuple[CodeUse, ...]]:
        found: dict[str, list[CodeUse]] = {}
        for owner, parts, is_function in self._parts():
            for part in parts:
                if part.codes:
                    found.setdefault(part.codes, []).append(CodeUse(owner, part.name, is_function))
        return {name: tuple(uses) for name, uses in found.items()}

    def _parts(self) -> Iterable[tuple[str, tuple[Parameter | Member, ...], bool]]:
        yield from ((operation.name, operation.params, True) for operation in self.operations.values())
        yield from ((wire_type.name, wire_type.fields, False) for wire_type in self.classes.values())

    def lineage(self, name: str) -> tuple[WireType, ...]:
        """Return a class and what it extends, the first base first, as their members stand on the wire."""
        wire_type = self.catalogue.types[name]
        inherited = self.lineage(wire_type.base) if wire_type.base else ()
        return (*inherited, wire_type)


def _types_of(operation: Operation) -> Iterable[str]:
    yield operation.result.name
    yield from (parameter.type.name for parameter in operation.params)


@cache
def book_of(product: str) -> Book:
    """Return a product of our own catalogue, arranged once per process; raises KeyError for an unknown product."""
    return Book(product, load_catalogue())


def books() -> Iterable[Book]:
    """Return all products in the order in which pages name them."""
    return map(book_of, PRODUCTS)


def home_of(operation: Operation, wished: str = "") -> str:
    """Return the product in which a function is shown: the wished one, else the first that has it."""
    if wished and operation.belongs_to(wished):
        return wished
    return next((product for product in OLD_PRODUCTS if product in operation.products), "complete")


def home_of_class(name: str, wished: str = "") -> str:
    """Return the product in which a class is shown."""
    order = [wished] if wished else []
    return next(each for each in (*order, *PRODUCTS) if name in book_of(each).classes)
