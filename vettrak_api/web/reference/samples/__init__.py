"""A sample call of every operation, for each of the languages that call this interface, with believable values."""

from vettrak_api.web.reference.samples.making import samples_of
from vettrak_api.web.reference.samples.text import Sample, Span

__all__ = ["Sample", "Span", "samples_of"]
