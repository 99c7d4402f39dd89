"""The interface as Spyne declarations."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.
