"""Placeholder until the samples are written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample."""

    language: str
    title: str
    text: str


def samples_of(operation_name: str, product: str, address: str) -> tuple[Sample, ...]:
    """Return none."""
    return ()
