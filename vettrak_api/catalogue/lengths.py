"""How long the texts of a call may be: the catalogue's `max` of parameters and of the members of their objects."""

from collections.abc import Iterator, Mapping

from vettrak_api.catalogue.loader import Catalogue, Operation, WireType


def longest_texts(operation: Operation, catalogue: Catalogue) -> dict[str, int]:
    """Return how many characters each text of an operation may have, by the name that its messages use.

    A parameter goes by its own name. A member goes by its place in the object, `ToClient.GivenName`, behind the
    parameter's name where the operation takes several objects: `usualAddress.City`.
    """
    objects = [parameter for parameter in operation.params if parameter.type.name in catalogue.types]
    texts = {parameter.name: parameter.longest for parameter in operation.params if parameter.longest}
    for parameter in objects:
        prefix = f"{parameter.name}." if len(objects) > 1 else ""
        texts |= dict(_members(catalogue.types[parameter.type.name], catalogue.types, prefix))
    return texts


def _members(wire_type: WireType, types: Mapping[str, WireType], prefix: str) -> Iterator[tuple[str, int]]:
    for member in wire_type.all_members():
        if member.longest:
            yield f"{prefix}{member.name}", member.longest
        if not member.type.is_list and member.type.name in types:
            yield from _members(types[member.type.name], types, f"{prefix}{member.name}.")
