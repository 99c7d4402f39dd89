"""Who may update the fields of the additional data, for people."""

from collections.abc import Iterator

from vettrak_api.catalogue.entities import CLIENT, NOBODY, ROLE, RTO
from vettrak_api.catalogue.loader import Catalogue, Operation


def writers_sentence(operation: Operation, catalogue: Catalogue) -> str:
    """Say which fields an operation updates for whom; blank where it updates no fields by name."""
    entity = catalogue.additional_data.updates.get(operation.name)
    return " ".join(_sentences(entity, catalogue)) if entity else ""


def _sentences(entity: str, catalogue: Catalogue) -> Iterator[str]:
    fields = catalogue.additional_data.entities[entity].fields
    for_clients, with_role, for_nobody = (
        ", ".join(field.name for field in fields if field.writer in writers)
        for writers in ({CLIENT}, {RTO, ROLE}, {NOBODY})
    )
    if for_clients:
        yield f"Without the API role these fields can be updated: {for_clients}."
    yield f"With the API role alone: {with_role}."
    yield f"By nobody: {for_nobody}."
