"""Who may update the fields of the additional data, for people."""

from collections.abc import Iterator

from vettrak_api.catalogue.loader import CLIENT, NOBODY, RTO, Catalogue, Operation


def writers_sentence(operation: Operation, catalogue: Catalogue) -> str:
    """Say which fields an operation updates for whom; blank where it updates no fields by name."""
    entity = catalogue.additional_data.updates.get(operation.name)
    return " ".join(_sentences(entity, catalogue)) if entity else ""


def _sentences(entity: str, catalogue: Catalogue) -> Iterator[str]:
    fields = catalogue.additional_data.entities[entity].fields
    by_writer = {
        writer: ", ".join(field.name for field in fields if field.writer == writer) for writer in (CLIENT, RTO, NOBODY)
    }
    if by_writer[CLIENT]:
        yield f"Without the API role these fields can be updated: {by_writer[CLIENT]}."
    yield f"With the API role alone: {by_writer[RTO]}."
    yield f"By nobody: {by_writer[NOBODY]}."
